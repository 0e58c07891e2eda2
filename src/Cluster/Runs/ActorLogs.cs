using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moe.Cluster.Runs;

/// <summary>What the actors of all nodes last did, read from the logs that the nodes write: <see cref="ActorLogFile"/>.</summary>
/// <param name="folder">The folder of the logs; it may not be there yet.</param>
internal sealed class ActorLogs(string folder)
{
    /// <summary>How a line is written.</summary>
    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string OlderExtension = ".older";

    // Shared by all nodes' logs: one look takes the same time in large clusters.
    private const int BytesMost = 1 << 22, BytesOfNodeMost = 1 << 18;

    /// <summary>Where the log before a full one is.</summary>
    public static string OlderOf(string path) => path + OlderExtension;

    /// <summary>The actors that are named lately, and the nodes they were on; both sorted.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Actors() => Recent().DistinctBy(Speaker).Select(Parse)
        .GroupBy(line => line.Actor, line => line.Node).OrderBy(nodes => nodes.Key, StringComparer.Ordinal)
        .ToDictionary(nodes => nodes.Key, IReadOnlyList<string> (nodes) => [.. nodes.Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>The last lines of an actor, newest first.</summary>
    /// <param name="actor">Its name.</param>
    /// <param name="node">Only what it did there; null: anywhere.</param>
    /// <param name="most">How many.</param>
    public IReadOnlyList<ActorLogLine> Of(string actor, string? node, int most)
    {
        // Most lines are of others, and need not be read as JSON to know that.
        var named = $"\"actor\":{JsonSerializer.Serialize(actor, Options)},";
        return
        [
            .. Recent().Where(line => line.Contains(named, StringComparison.Ordinal)).Select(Parse)
                .Where(line => node is null || line.Node == node).OrderByDescending(line => line.At).Take(most),
        ];
    }

    // Node and actor as they stand between the line's time and its words; in those of others a quote would be escaped.
    private static string Speaker(string line)
    {
        var start = line.IndexOf(",\"node\":", StringComparison.Ordinal);
        return line[start..line.IndexOf(",\"what\":", StringComparison.Ordinal)];
    }

    private static ActorLogLine Parse(string line) => JsonSerializer.Deserialize<ActorLogLine>(line, Options)!;

    private IEnumerable<string> Recent()
    {
        if (!Directory.Exists(folder)) return [];
        var paths = Directory.GetFiles(folder, "*.jsonl");
        var room = Math.Min(BytesOfNodeMost, BytesMost / Math.Max(1, paths.Length));
        return paths.SelectMany(path => LinesOf(path, room));
    }

    private static string[] LinesOf(string path, int room)
    {
        var newest = Tail(path, room);
        var older = newest.Length < room ? Tail(OlderOf(path), room - newest.Length) : "";
        return (older + newest).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // Whole lines only: the first may begin before the bytes that are read, the last may not be finished.
    private static string Tail(string path, int room)
    {
        FileStream file;
        try
        {
            file = TextFiles.OpenBesideWriter(path);
        }
        catch (FileNotFoundException)
        {
            // Never full yet, or just being moved out of the way.
            return "";
        }
        using (file)
        {
            var start = Math.Max(0, file.Length - room);
            file.Position = start;
            var bytes = new byte[Math.Min(room, file.Length - start)];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            var begin = start == 0 ? 0 : text.IndexOf('\n', StringComparison.Ordinal) + 1;
            var end = text.LastIndexOf('\n') + 1;
            return end > begin ? text[begin..end] : "";
        }
    }
}
