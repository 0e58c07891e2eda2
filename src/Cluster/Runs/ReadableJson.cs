using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moe.Cluster.Runs;

/// <summary>
/// How lines and small files of a run folder are written as JSON: as a person would, since nobody puts them into a page as they are.
/// </summary>
internal static class ReadableJson
{
    /// <summary>The options.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
