using System.Text;
using Moe.Analysis.Routes;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>The last table of routes/history.csv, read from its end when the file has changed: a long run's file is large.</summary>
/// <param name="path">The file, which another process may be writing; it may not be there yet.</param>
internal sealed class NewestRoutes(string path)
{
    private const int BytesFirst = 1 << 18;

    private (long Length, DateTime Written) seen;
    private RouteTable? newest;

    /// <summary>The routes of the last checkpoint; null before the first.</summary>
    public RouteTable? Read()
    {
        FileInfo file = new(path);
        if (!file.Exists || seen == (file.Length, file.LastWriteTimeUtc)) return newest;
        var now = (file.Length, file.LastWriteTimeUtc);
        var rows = LastRows();
        if (rows.Count == 0) return newest;
        try
        {
            newest = RouteCsv.Read(new StringReader(string.Join('\n', rows.Prepend(RouteCsv.Header))), path)[0];
        }
        catch (DataException)
        {
            // Half a table is there, the rest is just being written: the one before it serves until the next look.
            return newest;
        }
        seen = now;
        return newest;
    }

    private List<string> LastRows()
    {
        using var file = TextFiles.OpenBesideWriter(path);
        for (long room = BytesFirst; ; room *= 2)
        {
            var start = Math.Max(0, file.Length - room);
            file.Position = start;
            var lines = new StreamReader(file, Encoding.UTF8, false, -1, leaveOpen: true).ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            // The first is the header, or a row whose beginning was not read.
            var rows = lines.Skip(1).ToList();
            var step = StepOf(rows.LastOrDefault());
            var before = rows.FindLastIndex(row => StepOf(row) != step);
            if (before >= 0 || start == 0) return rows[(before + 1)..];
        }
    }

    private static string? StepOf(string? row) => row?[..Math.Max(0, row.IndexOf(',', StringComparison.Ordinal))];
}
