using System.Net;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.Telemetry;
using Moe.Model.Failures;
using Moe.Unit.Specs.Cluster.DataPlane;
using Moe.Unit.Specs.Cluster.Runs;
using Prometheus;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

public sealed class TrainingMetersSpecs
{
    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();
    private readonly ManualTime time = new();
    private readonly TrainingMeters meters;

    public TrainingMetersSpecs() => meters = new TrainingMeters(registry, "abc", 100, time);

    [Fact]
    public async Task Shows_steps_losses_and_scores_as_they_come()
    {
        time.Advance(2);
        meters.OnStep(Steps.At(0));
        meters.OnStep(Steps.At(1, committed: false));
        meters.OnEvaluation(Steps.Evaluation(2));
        meters.OnEvent("checkpoint", 2, new Dictionary<string, object?>());

        var page = await Page();

        Assert.Contains("\nmoe_step 2\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_planned_steps 100\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_steps_total{outcome=\"committed\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_steps_total{outcome=\"voided\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_loss_per_token{task=\"colour\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_score{task=\"colour\",rows=\"dev\"} 0.25\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_events_total{kind=\"checkpoint\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_run_info{hash=\"abc\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_tokens_total 200\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_metric_has_its_help_line()
    {
        meters.OnStep(Steps.At(0));
        meters.OnEvaluation(Steps.Evaluation(1));
        meters.OnEvent("started", 0, new Dictionary<string, object?>());
        using Nodes nodes = new();
        var node = nodes.Start();
        node.Counters.Unknown.Failed();
        DataPlaneMeters.Show(registry, node);

        var page = await Page();

        Assert.All(MetricNames.All, metric => Assert.Contains($"# HELP {metric.Name} {metric.Help}\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_say_their_kind_and_are_unique()
    {
        Assert.Equal(MetricNames.All.Count, MetricNames.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(MetricNames.All, metric => Assert.StartsWith("moe_", metric.Name, StringComparison.Ordinal));
        Assert.All(MetricNames.All, metric => Assert.EndsWith(".", metric.Help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_says_whether_it_trains()
    {
        var ready = false;
        await using var server = await MetricsServer.StartAsync(new NodeSettings { HttpPort = 0 }, registry, () => ready);
        using HttpClient client = new() { BaseAddress = server.Address };
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", cancel)).StatusCode);
        ready = true;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", cancel)).StatusCode);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_the_setting_that_changes_it()
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<EnvironmentException>(
            () => MetricsServer.StartAsync(new NodeSettings { HttpPort = port }, registry, () => true));

        Assert.Contains($"training.node.http-port {port} on 127.0.0.1 cannot be listened on", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--set training.node.http-port=PORT", failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> Page()
    {
        await using var server = await MetricsServer.StartAsync(new NodeSettings { HttpPort = 0 }, registry, () => true);
        using HttpClient client = new() { BaseAddress = server.Address };
        return await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }
}
