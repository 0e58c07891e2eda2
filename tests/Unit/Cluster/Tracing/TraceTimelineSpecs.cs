using Moe.Cluster.Tracing;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Tracing;

public sealed class TraceTimelineSpecs
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Spans_stand_below_what_they_are_part_of_in_the_order_of_time()
    {
        var lines = TraceTimeline.Of(
        [
            Span("c", "b", "forward", 40, 20, "two", "encoder.0.1"), Span("d", "a", "committing", 80, 20),
            Span("b", "a", "running", 10, 60), Span("a", null, "step", 0, 100),
        ]);

        Assert.Equal("step 20: 100.0 ms, 4 spans on 2 nodes", lines[0]);
        Assert.Equal(["step", "running", "forward", "committing"], lines.Skip(2).Select(line => line[60..].Trim().Split(' ')[0]));
        var bar = (new string(' ', 16) + new string('#', 8)).PadRight(40);
        Assert.Equal($"    40.00     20.00 {bar}     forward encoder.0.1  two", lines[4]);
        Assert.Single(lines.Skip(2).Select(line => line.Length).Distinct());
    }

    [Fact]
    public void Of_a_step_that_was_computed_again_the_last_time_is_shown()
    {
        var lines = TraceTimeline.Of(
        [
            Span("a", null, "step", 0, 10) with { Trace = "first" }, Span("b", null, "step", 500, 30) with { Trace = "second" },
        ]);

        Assert.Equal("step 20: 30.0 ms, 1 spans on 1 nodes", lines[0]);
    }

    [Fact]
    public void A_span_whose_parent_is_not_there_is_shown_all_the_same() =>
        Assert.Equal(3, TraceTimeline.Of([Span("c", "gone", "forward", 0, 1)]).Count);

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var span = Span("c", "b", "wait", 1, 2.5, "one:4053", "encoder.0.1 forward");

        Assert.Equal(span, SpanLine.Parse(span.ToString()));
    }

    private static SpanLine Span(
        string id, string? parent, string name, double at, double milliseconds, string node = "one", string detail = "") =>
        new(20, "trace", id, parent, name, node, Begin.AddMilliseconds(at), milliseconds, detail);
}
