using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http.Dashboard;

public sealed class RunViewSpecs : IDisposable
{
    private readonly FollowedRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void A_run_that_has_not_begun_is_empty()
    {
        var summary = run.View.Summary();

        Assert.Equal(("run", "idle", 0L, 50L, -1L), (summary.Name, summary.Phase, summary.Step, summary.PlannedSteps, summary.Epoch));
        Assert.Null(summary.Loss);
        Assert.Null(summary.SecondsQuiet);
        Assert.Empty(run.View.Map().Nodes);
        Assert.Empty(run.View.Ledger(0, 10));
        Assert.Empty(run.View.Losses(0, null).Steps);
        Assert.Null(run.View.Routes());
    }

    [Fact]
    public void Shows_step_speed_and_time_left()
    {
        run.Happens(RunEvents.Started, 0);
        for (var step = 0; step < 10; step++) run.Trains(step);
        run.Time.Advance(4);

        var summary = run.View.Summary();

        Assert.Equal((10L, "first", 2L, "here:1"), (summary.Step, summary.Stage, summary.Epoch, summary.Coordinator));
        Assert.Equal(2, summary.Loss!.Value, 1e-9);
        Assert.Equal(100, summary.TokensPerSecond!.Value, 1e-6);
        Assert.Equal(40, summary.SecondsLeft!.Value, 1e-6);
        Assert.Equal(4, summary.SecondsQuiet);
    }

    [Fact]
    public void Goes_back_with_a_run_that_goes_back_and_says_when_it_is_over()
    {
        run.Happens(RunEvents.Started, 0);
        for (var step = 0; step < 6; step++) run.Trains(step);
        run.Happens(RunEvents.NodeLost, 6, ("reason", "its agent has stopped"));
        run.Happens(RunEvents.Recovered, 4);
        Assert.Equal((4L, 1, 1), (run.View.Summary().Step, run.View.Summary().NodesLost, run.View.Summary().Recoveries));

        run.Happens(RunEvents.Ended, 4, ("how", "Stopped"));
        run.Time.Advance(1);
        Assert.Equal(("ended", null), (run.View.Summary().Phase, run.View.Summary().SecondsLeft));

        run.Happens(RunEvents.Resumed, 4);
        run.Time.Advance(1);
        Assert.NotEqual("ended", run.View.Summary().Phase);
    }

    [Fact]
    public void The_ledger_has_events_with_reasons_and_voided_steps_and_goes_on_after_a_number()
    {
        run.Happens(RunEvents.Started, 0, ("reason", "the first epoch"), ("nodes", 2));
        run.Trains(0);
        run.Trains(1, committed: false);
        run.Scores(2);
        var entries = run.View.Ledger(0, 10);

        Assert.Equal([RunEvents.Started, "step", "evaluation"], entries.Select(entry => entry.Kind));
        Assert.Equal("the first epoch", entries[0].Details["reason"].GetString());
        Assert.Equal(2, entries[0].Details["nodes"].GetInt32());
        Assert.Equal("loss is NaN", entries[1].Details["reason"].GetString());
        Assert.DoesNotContain("by_task", entries[1].Details.Keys);
        Assert.DoesNotContain("scores", entries[2].Details.Keys);
        Assert.Equal(entries.Skip(1).Select(entry => entry.Id), run.View.Ledger(entries[0].Id, 10).Select(entry => entry.Id));
        Assert.Equal([entries[2].Id], run.View.Ledger(0, 1).Select(entry => entry.Id));
    }

    [Fact]
    public void The_map_says_where_experts_the_coordinator_and_this_node_are()
    {
        run.Happens(RunEvents.Started, 0);
        run.Trains(0);

        var map = run.View.Map();

        Assert.Equal(
        [
            new MappedNode("akka.tcp://moe@here:1", Leaving: false, Experts: 1, MicroBatches: 3, IsCoordinator: true, IsHere: true),
            new MappedNode("akka.tcp://moe@there:2", Leaving: true, Experts: 1, MicroBatches: 0, IsCoordinator: false, IsHere: false),
        ], map.Nodes);
        Assert.Equal(["encoder.0.0", "encoder.0.1"], map.Experts.Select(expert => expert.Expert));
        run.Time.Advance(1);
        Assert.True(map.IsLike(run.View.Map()));
    }

    [Fact]
    public void Losses_are_of_categories_or_of_the_tasks_of_one()
    {
        run.Happens(RunEvents.Started, 0);
        run.Trains(0);

        Assert.Equal(2, Assert.Single(run.View.Losses(0, null).Series["lexical"]));
        Assert.Equal(2, Assert.Single(run.View.Losses(0, "lexical").Series["colour"]));
        Assert.Empty(run.View.Losses(0, "world").Series);
    }

    [Fact]
    public void Files_are_looked_at_five_times_a_second_at_most()
    {
        run.Happens(RunEvents.Started, 0);
        run.Trains(0);
        Assert.Equal(1, run.View.Summary().Step);
        run.Happens(RunEvents.Checkpoint, 1);
        run.Time.Advance(-1);
        run.Trains(1);
        run.Time.Advance(-0.9);

        Assert.Equal(1, run.View.Summary().Step);
        run.Time.Advance(0.1);
        Assert.Equal(2, run.View.Summary().Step);
    }
}
