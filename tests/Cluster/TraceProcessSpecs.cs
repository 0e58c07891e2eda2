using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A step followed through three processes.</summary>
public sealed class TraceProcessSpecs : ClusterSpecs
{
    private const double ClockMs = 0.5;

    [Fact(Timeout = Limit)]
    public async Task A_micro_batch_is_followed_from_node_to_node_and_its_spans_fit_into_one_another()
    {
        await Succeeds([.. WorkFolder.Train("run", "--nodes", "3", "--set", "training.node.trace-every=5")]);

        var timeline = await Succeeds("trace", "5", "--run", "run");
        TestContext.Current.TestOutputHelper?.WriteLine(timeline);
        foreach (var name in new[]
        {
            "step", "drawing", "running", "micro-batch 0", "wait vocabulary embed-source", "transfer", "queue", "forward", "backward",
            "gradient", "preparing", "prepare", "committing", "commit",
        })
            Assert.Contains($" {name} ", timeline, StringComparison.Ordinal);
        var spans = Spans().Where(span => span.Step == 5).ToDictionary(span => span.Id);
        Assert.True(spans.Values.Select(span => span.Node).Distinct().Count() >= 2, timeline);
        Assert.Single(spans.Values.Select(span => span.Trace).Distinct());
        foreach (var span in spans.Values.Where(span => span.Parent is not null))
        {
            var parent = spans[span.Parent!];
            Assert.True(span.From >= parent.From.AddMilliseconds(-ClockMs), $"{span} begins before {parent}");
            // What an expert does for itself after it has answered goes on while the router is elsewhere.
            if (span.Name is "gradient" or "queue") continue;
            Assert.True(span.To <= parent.To.AddMilliseconds(ClockMs), $"{span} ends after {parent}");
        }
        var step = spans.Values.Single(span => span.Parent is null);
        var phases = spans.Values.Where(span => span.Parent == step.Id).Sum(span => span.Milliseconds);
        Assert.InRange(phases, 0, step.Milliseconds + ClockMs);

        var (code, _, error) = await NodeProcess.RunAsync(Work.Path, "trace", "6", "--run", "run");
        Assert.Equal(7, code);
        Assert.Contains("0, 5, 10", error, StringComparison.Ordinal);
        await Succeeds([.. WorkFolder.Train("plain")]);
        await HaveTheSameBits("plain", "run");
    }

    private List<Span> Spans() => [.. Directory.GetFiles(Work.File("run", "trace")).SelectMany(File.ReadLines).Select(line =>
    {
        var span = JsonDocument.Parse(line).RootElement;
        return new Span(span.GetProperty("step").GetInt64(), span.GetProperty("trace").GetString()!, span.GetProperty("span").GetString()!,
            span.GetProperty("parent").GetString(), span.GetProperty("name").GetString()!, span.GetProperty("node").GetString()!,
            span.GetProperty("at").GetDateTimeOffset(), span.GetProperty("milliseconds").GetDouble());
    })];

    private sealed record Span(
        long Step, string Trace, string Id, string? Parent, string Name, string Node, DateTimeOffset From, double Milliseconds)
    {
        public DateTimeOffset To => From.AddMilliseconds(Milliseconds);
    }
}
