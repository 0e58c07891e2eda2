using Moe.Actors.Coordinator;
using Moe.Cluster.Runs;
using Moe.Unit.Specs.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

public sealed class ContinuityMetersSpecs
{
    [Fact]
    public async Task A_node_without_the_coordinator_shows_nothing_of_the_run()
    {
        var page = await new MeteredNode().Page();

        Assert.DoesNotContain("\nmoe_phase", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\nmoe_step", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_run_info{hash=\"abc\"} 1\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phases_take_the_time_until_the_next_and_the_last_until_somebody_looks()
    {
        MeteredNode node = new();
        node.Phase(RunPhase.Gathering);
        node.Phase(RunPhase.BetweenSteps, after: 3);
        node.Time.Advance(2);

        var page = await node.Page();

        Assert.Contains("\nmoe_phase_seconds_total{phase=\"gathering\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_phase_seconds_total{phase=\"between_steps\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_phase{phase=\"between_steps\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_phase{phase=\"gathering\"} 0\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_lasts_from_the_last_step_before_the_loss_to_the_first_after_it()
    {
        MeteredNode node = new();
        node.Phase(RunPhase.Gathering);
        node.Event(RunEvents.Started);
        for (var step = 0; step < 7; step++) node.Step(step, after: 1, "a", "b", "c");
        node.Time.Advance(6);
        node.Event(RunEvents.NodeLost, 7);
        node.Event(RunEvents.Recovered, 4);
        node.Step(4, after: 2, "a", "b");
        node.Step(5, after: 1, "a", "b");

        var lost = await node.Page();
        node.Step(6, after: 1, "a", "b", "c2");
        var back = await node.Page();

        Assert.Contains("\nmoe_steps_lost_total 3\n", lost, StringComparison.Ordinal);
        Assert.Contains("\nmoe_recovery_seconds_sum 8\n", lost, StringComparison.Ordinal);
        Assert.Contains("\nmoe_recovery_seconds_count 1\n", lost, StringComparison.Ordinal);
        Assert.Contains("\nmoe_nodes 2\n", lost, StringComparison.Ordinal);
        Assert.Contains("\nmoe_nodes_missing 1\n", lost, StringComparison.Ordinal);
        Assert.Contains("\nmoe_nodes_missing 0\n", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_that_takes_over_goes_on_counting_where_the_one_before_was_lost()
    {
        MeteredNode node = new(Before(RunEvents.Checkpoint));
        node.Phase(RunPhase.Gathering);
        node.Time.Advance(4);
        node.Event(RunEvents.Resumed, 20);
        node.Step(20, after: 1, "b", "c");

        var page = await node.Page();

        Assert.Contains("\nmoe_steps_lost_total 5\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_recovery_seconds_sum 5\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_nodes_missing 1\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_asked_to_stop_has_lost_nothing_when_it_goes_on()
    {
        MeteredNode node = new(Before(RunEvents.Ended));
        node.Phase(RunPhase.Gathering);
        node.Event(RunEvents.Resumed, 25);
        node.Step(25, after: 1, "b");

        var page = await node.Page();

        Assert.Contains("\nmoe_steps_lost_total 0\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_recovery_seconds_count 0\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_nodes_missing 0\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_asked_to_leave_is_not_missing()
    {
        MeteredNode node = new();
        node.Phase(RunPhase.Gathering);
        node.Run.OnStep(Steps.At(0) with { Nodes = new Dictionary<string, bool> { ["a"] = false, ["b"] = true } });
        node.Step(1, after: 1, "a");

        Assert.Contains("\nmoe_nodes_missing 0\n", await node.Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_checkpoint_and_snapshot_are_told_with_their_step()
    {
        MeteredNode node = new();
        node.Phase(RunPhase.Gathering);
        var began = node.Time.GetUtcNow().ToUnixTimeSeconds();
        var before = await node.Page();
        node.Time.Advance(30);
        node.Event(RunEvents.Checkpoint, 10);
        node.Run.OnStep(Steps.At(12) with { SnapshotStep = 12 });

        var page = await node.Page();

        Assert.Contains($"\nmoe_last_checkpoint_timestamp_seconds {began}\n", before, StringComparison.Ordinal);
        Assert.Contains($"\nmoe_last_checkpoint_timestamp_seconds {began + 30}\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_last_checkpoint_step 10\n", page, StringComparison.Ordinal);
        Assert.Contains("\nmoe_last_snapshot_step 12\n", page, StringComparison.Ordinal);
    }

    private static RunStatus Before(string last) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Coordinator = "a",
        Last = last,
        Step = 25,
        PlannedSteps = 100,
        Stage = "first",
        Epoch = 1,
        NodesLost = 0,
        Recoveries = 0,
        Members = [new MemberStatus("a", false, 1), new MemberStatus("b", false, 1), new MemberStatus("c", false, 1)],
        Experts = [],
    };
}
