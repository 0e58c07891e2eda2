using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Unit.Specs.Cluster.DataPlane;
using Moe.Unit.Specs.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

public sealed class TrainingMetersSpecs
{
    private readonly MeteredNode node = new();

    [Fact]
    public async Task Shows_steps_losses_and_scores_as_they_come()
    {
        node.Phase(RunPhase.Gathering);
        node.Time.Advance(2);
        node.Run.OnStep(Steps.At(0) with { RowsByTask = new Dictionary<string, int> { ["colour"] = 3 } });
        node.Run.OnStep(Steps.At(1, committed: false));
        node.Run.OnEvaluation(Steps.Evaluation(2));
        node.Event("checkpoint", 2);

        var page = await node.Page();

        Assert.Contains("\nmoe_step 2\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_planned_steps 100\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_steps_total{outcome=\"committed\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_steps_total{outcome=\"voided\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_loss_per_token{task=\"colour\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_rows_total{task=\"colour\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_rows_total{task=\"shape\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_stage_info{stage=\"first\",selection=\"Single\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_score{task=\"colour\",rows=\"dev\"} 0.25\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_events_total{kind=\"checkpoint\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_tokens_total 200\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_that_is_over_is_shown_no_more()
    {
        node.Run.OnStep(Steps.At(0));
        node.Run.OnStep(Steps.At(60) with { Stage = "second" });

        var page = await node.Page();

        Assert.Contains("moe_stage_info{stage=\"second\",selection=\"Single\"} 1\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("stage=\"first\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_are_left_out_and_routes_of_checkpoints_are_told()
    {
        node.Run.OnEvent(RunEvents.Quarantined, 3, new Dictionary<string, object?> { ["tasks"] = (string[])["shape"], ["until"] = 9 });
        node.Run.OnRoutes(new RouteRecord(4, new Dictionary<string, float[]> { ["colour"] = [1, 0, 0.5f, 0.5f, 1, 0, 0, 1] }));

        var page = await node.Page();

        Assert.Contains("moe_task_quarantines_total{task=\"shape\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_task_route_entropy{task=\"colour\"} 0.25\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_metric_has_its_help_line()
    {
        using Nodes nodes = new();
        var plane = nodes.Start();
        plane.Counters.Unknown.Failed();
        DataPlaneMeters.Show(node.Registry, plane);

        var page = await node.Page();

        Assert.All(MetricNames.All, metric => Assert.Contains($"# HELP {metric.Name} {metric.Help}\n", page, StringComparison.Ordinal));
    }
}
