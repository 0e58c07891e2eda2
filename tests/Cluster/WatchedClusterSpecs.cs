using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A cluster of three nodes that trains while a real Prometheus looks, with the rules of ops/prometheus.</summary>
public sealed class WatchedClusterSpecs : ClusterSpecs
{
    private const string Missing = "there is no prometheus; Debian's package of that name has it";
    private const string Fires = """ALERTS{alertname="MoeNodeMissing", alertstate="firing", job="moe"}""";

    private readonly List<IDisposable> started = [];
    private readonly List<int> ports = FreePorts(7);

    public override void Dispose()
    {
        foreach (var process in started) process.Dispose();
        base.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Every_panel_of_every_dashboard_finds_data()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, Missing);
        var (_, prometheus) = Start();

        await prometheus.UntilAsync("count(moe_task_score) > 0 and sum(moe_steps_total) > 50", found => found.Count > 0);
        foreach (var (where, query) in Dashboards.Queries())
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{where}: {query}");
            await prometheus.UntilAsync(
                query.Replace("$job", "moe", StringComparison.Ordinal).Replace("$__rate_interval", "30s", StringComparison.Ordinal),
                found => found.Count > 0);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_alert_of_a_node_that_is_killed_fires_and_clears_when_the_node_is_back()
    {
        Assert.SkipUnless(PrometheusProcess.IsInstalled, Missing);
        var (nodes, prometheus) = Start();
        await prometheus.UntilAsync("max(moe_nodes) == 3 and sum(moe_steps_total) > 20", found => found.Count > 0);
        Assert.Empty(await prometheus.AskAsync("""ALERTS{alertstate="firing"}"""));

        nodes[2].Kill();

        await prometheus.UntilAsync(Fires, found => found.Count == 1);
        Assert.Equal(1, Value(Assert.Single(await prometheus.AskAsync("max(moe_nodes_missing)"))));
        Assert.Equal(2, Value(Assert.Single(await prometheus.AskAsync("sum(up)"))));
        started.Add(NodeAt(2));
        await prometheus.UntilAsync(Fires, found => found.Count == 0);
        await prometheus.UntilAsync("max(moe_nodes) == 3 and max(moe_recovery_seconds_count) >= 1", found => found.Count == 1);
    }

    private (IReadOnlyList<NodeProcess> Nodes, PrometheusProcess Prometheus) Start()
    {
        NodeProcess[] nodes = [.. Enumerable.Range(0, 3).Select(NodeAt)];
        started.AddRange(nodes);
        var prometheus = PrometheusProcess.Start(Work, ports[6], ports[3..6]);
        started.Add(prometheus);
        return (nodes, prometheus);
    }

    private NodeProcess NodeAt(int index) => Node("watched", ports, index,
        "--steps", "200000", "--nodes-min", "3", "--set", $"training.node.http-port={ports[3 + index]}",
        "--set", "training.run.evaluation.every=40", "--set", "training.run.checkpoint-every=20",
        "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=3s");

    private static double Value(JsonElement series) => double.Parse(
        series.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
