using System.Text;
using System.Text.Json;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Security;

/// <summary>
/// What was done to the run from outside, and what was refused: one JSON object a line, in a file of this node's own that only
/// grows. Refusals are bounded by time, so that nobody can fill the disk with them; those left out are counted.
/// </summary>
/// <param name="path">The file; made with the first line.</param>
/// <param name="node">This node's name.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditLog(string path, string node, TimeProvider time) : IDisposable
{
    /// <summary>The outcome of an operation that was carried out, or taken up to be.</summary>
    public const string Done = "done";

    private const int RefusalsAMinute = 60;
    private const int AskedBytesMax = 1024;

    private readonly Lock gate = new();
    private LineFile? file;
    private long minuteBegan;
    private int refusals;
    private long leftOut;

    /// <summary>An operation has ended.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="address">Where from.</param>
    /// <param name="what">Method and path.</param>
    /// <param name="asked">What was sent; the beginning is kept.</param>
    /// <param name="outcome"><see cref="Done"/>, or why not.</param>
    /// <exception cref="Moe.Model.Failures.EnvironmentException">It cannot be written.</exception>
    public void Acted(string who, string address, string what, ReadOnlySpan<byte> asked, string outcome)
    {
        var text = Encoding.UTF8.GetString(asked[..Math.Min(asked.Length, AskedBytesMax)]);
        lock (gate) Append(who, address, what, text, outcome);
    }

    /// <summary>A request was refused.</summary>
    public void Refused(string who, string address, string what, string reason)
    {
        lock (gate)
        {
            if (refusals == 0 || time.GetElapsedTime(minuteBegan) >= TimeSpan.FromMinutes(1))
                (minuteBegan, refusals) = (time.GetTimestamp(), 0);
            if (++refusals > RefusalsAMinute) leftOut++;
            else Append(who, address, what, null, $"refused, {reason}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) file?.Dispose();
    }

    private void Append(string who, string address, string what, string? asked, string outcome)
    {
        file ??= LineFile.WithFolder(path);
        Dictionary<string, object> line = new()
        {
            ["at"] = time.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["node"] = node,
            ["who"] = who,
            ["address"] = address,
            ["what"] = what,
        };
        if (asked is not null) line["asked"] = asked;
        line["outcome"] = outcome;
        if (leftOut > 0) line["refusals_left_out"] = leftOut;
        leftOut = 0;
        file.Append(JsonSerializer.Serialize(line, ReadableJson.Options));
    }
}
