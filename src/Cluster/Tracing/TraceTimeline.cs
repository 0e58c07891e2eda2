using System.Globalization;

namespace Moe.Cluster.Tracing;

/// <summary>
/// The spans of one step as text: a line each, below the span it is part of, with when it began, how long it took, a bar of that, and
/// its node. Times are by the nodes' own clocks: between machines they are as far apart as those.
/// </summary>
internal static class TraceTimeline
{
    private const int BarWidth = 40;

    /// <summary>The lines.</summary>
    /// <param name="spans">Spans of one step; where it was followed more than once, those of the last time are shown.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<SpanLine> spans)
    {
        var trace = spans.MaxBy(span => span.At)!.Trace;
        var shown = spans.Where(span => span.Trace == trace).OrderBy(span => span.At).ToList();
        var (from, to) = (shown.Min(span => span.At), shown.Max(span => span.End));
        var known = shown.Select(span => span.Span).ToHashSet();
        // The node of a span's parent may have died, or trace nothing.
        var parts = shown.ToLookup(span => span.Parent is { } parent && known.Contains(parent) ? parent : "");
        List<(SpanLine Span, int Depth)> order = [];
        void Visit(string parent, int depth)
        {
            foreach (var span in parts[parent])
            {
                order.Add((span, depth));
                Visit(span.Span, depth + 1);
            }
        }
        Visit("", 0);
        var names = order.Select(entry => $"{new string(' ', 2 * entry.Depth)}{entry.Span.Name} {entry.Span.Detail}".TrimEnd()).ToList();
        var nameWidth = names.Max(name => name.Length);
        var total = (to - from).TotalMilliseconds;
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"step {spans[0].Step}: {total:F1} ms, {shown.Count} spans on {shown.Select(span => span.Node).Distinct().Count()} nodes"),
            $"{"at ms",9} {"ms",9}",
            .. order.Zip(names, (entry, name) => string.Create(CultureInfo.InvariantCulture,
                $"{(entry.Span.At - from).TotalMilliseconds,9:F2} {entry.Span.Milliseconds,9:F2} {Bar(entry.Span, from, total)} " +
                $"{name.PadRight(nameWidth)}  {entry.Span.Node}")),
        ];
    }

    private static string Bar(SpanLine span, DateTimeOffset from, double total)
    {
        int Column(DateTimeOffset at) => total > 0 ? (int)(BarWidth * (at - from).TotalMilliseconds / total) : 0;
        var begin = Math.Min(Column(span.At), BarWidth - 1);
        var length = Math.Max(1, Column(span.End) - begin);
        return (new string(' ', begin) + new string('#', length)).PadRight(BarWidth);
    }
}
