using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorGrowthSpecs
{
    // The script's micro-batches take expert 0 of every layer.
    private static readonly GrowthSettings Pruning = new() { Every = 1, PruneBelow = 0.5 };
    private static readonly GrowthSettings Cloning = new() { Every = 1, ExpertsAtStart = 1, CloneAbove = 0.5 };
    private static readonly RouteBatch Shares = new(4, 2, [0, 1, 2], new float[24]);

    [Fact]
    public void Looks_at_use_after_so_many_steps_and_prunes_who_had_too_little()
    {
        var run = Begun(Pruning with { Every = 2 });
        Assert.IsType<CoordinatorEffect.Draw>(run.WholeStep()[^1]);
        Assert.Equal(new CoordinatorEffect.LookAtRoutes(2), run.WholeStep()[^1]);

        var effects = run.State.On(new CoordinatorInput.RoutesSeen(0, 2, Shares));

        Assert.Equal(["pruned", "pruned", "pruned", "pruned"], Notes(effects));
        var draw = Assert.IsType<CoordinatorEffect.Draw>(effects[^1]);
        Assert.All(Enumerable.Range(0, 4), layer => Assert.Equal([0], draw.Experts.On(layer)));
        var next = run.WholeStep();
        Assert.IsType<CoordinatorEffect.Draw>(next[^1]);
        Assert.Equal(Enumerable.Range(0, 4).Select(layer => SmallRun.Shape.At(layer, 1)),
            next.OfType<CoordinatorEffect.Observe>().Single().Record.Off);
    }

    [Fact]
    public void Clones_one_expert_after_the_other_before_the_step_is_drawn()
    {
        var run = Begun(Cloning);
        run.WholeStep();

        var effects = run.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares));
        for (var layer = 0; layer < 4; layer++)
        {
            var change = Assert.IsType<CoordinatorEffect.ChangeExpert>(effects[^1]);
            Assert.Equal((1L, 1.0), (change.Step, change.Share));
            Assert.Equal((SmallRun.Shape.At(layer, 0), SmallRun.Shape.At(layer, 1)), (change.Change.Giver, change.Change.Receiver));
            Assert.True(change.Experts.IsOn(layer, 1));
            Assert.Single(run.State.Roster.Mask.On(layer));
            effects = run.State.On(new CoordinatorInput.ExpertChanged(0, 1));
            Assert.Equal(["cloned"], Notes(effects));
        }

        Assert.Equal([0, 1], Assert.IsType<CoordinatorEffect.Draw>(effects[^1]).Experts.On(3));
    }

    [Fact]
    public void Leaves_alone_what_the_stage_or_the_router_cannot_do()
    {
        var fixedRoutes = Begun(Cloning, StageSelection.Average);
        fixedRoutes.WholeStep();
        Assert.IsType<CoordinatorEffect.Draw>(fixedRoutes.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares))[^1]);

        var sharedRows = Begun(Cloning, network: "gru");
        sharedRows.WholeStep();
        Assert.IsType<CoordinatorEffect.Draw>(sharedRows.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares))[^1]);
    }

    [Fact]
    public void Drops_ends_of_changes_that_belong_to_an_older_epoch()
    {
        var run = Begun(Cloning);
        run.WholeStep();
        run.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares));
        run.Ready(SmallRun.Shape.At(0, 0), Home, anew: true);
        run.Open(1);

        Assert.Empty(run.State.On(new CoordinatorInput.ExpertChanged(0, 1)));
        Assert.Empty(run.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares)));
    }

    [Fact]
    public void A_recovery_goes_back_to_the_experts_of_the_state_that_was_chosen()
    {
        var run = Begun(Pruning);
        run.WholeStep();
        var before = run.State.RosterSnapshot;
        run.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares));
        Assert.False(run.State.Roster.IsOn(SmallRun.Shape.At(2, 1)));

        run.Ready(SmallRun.Shape.At(0, 0), Home, anew: true);
        var own = run.Gather(run.Open(1)).OfType<CoordinatorEffect.RestoreOwn>().Single();
        foreach (var expert in Experts) run.State.On(new ExpertEvents.Restored(expert, 1, own.Step));
        run.State.On(new CoordinatorInput.OwnRestored(1, own.Step, new Dictionary<int, long>(), 0) { Roster = before });

        Assert.True(run.State.Roster.IsOn(SmallRun.Shape.At(2, 1)));
        Assert.Equal(before.Use, run.State.RosterSnapshot.Use);
    }

    [Fact]
    public void Snapshots_hold_the_experts_from_before_the_changes_of_their_step()
    {
        var settings = Settings(Pruning, StageSelection.GumbelSoftmaxStraightThrough, "linear");
        var run = new CoordinatorScript(settings, snapshotEvery: 1);
        run.Begin("a", "b");
        run.Pull(2, node: "a");

        var before = Snapshot();
        run.State.On(new CoordinatorInput.RoutesSeen(0, 1, Shares));
        var after = Snapshot();

        Assert.Empty(before.Off);
        Assert.Equal(["encoder.0.1", "encoder.1.1", "decoder.0.1", "decoder.1.1"], after.Off);
        Assert.Equal([4, 0, 4, 0, 4, 0, 4, 0], after.Use);

        RosterSnapshot Snapshot() => run.WholeStep().OfType<CoordinatorEffect.SnapshotOwn>().Single().Roster;
    }

    [Fact]
    public void An_operators_clone_takes_the_first_slot_that_is_off_before_the_next_step()
    {
        var run = Begun(new GrowthSettings { ExpertsAtStart = 1 });
        run.Operate(new RunOperation(OperationKind.Clone) { Expert = SmallRun.Shape.At(1, 0) });

        var keep = run.WholeStep().OfType<CoordinatorEffect.KeepOperations>().Single();
        var effects = run.OperationsKept();

        Assert.Equal(SmallRun.Shape.At(1, 1), keep.Operations.Single().Operation.Other);
        var change = Assert.IsType<CoordinatorEffect.ChangeExpert>(effects[^1]).Change;
        Assert.Equal((OperationKind.Clone, "ann", "a spec"), (change.Kind, change.Who, change.Why));
        effects = run.State.On(new CoordinatorInput.ExpertChanged(0, 1));
        Assert.Equal([0, 1], Assert.IsType<CoordinatorEffect.Draw>(effects[^1]).Experts.On(1));
        Assert.IsType<CoordinatorEffect.Draw>(run.WholeStep()[^1]);
    }

    [Fact]
    public void A_merge_weighs_both_by_the_rows_they_served_and_is_made_again_when_its_step_is_computed_again()
    {
        var run = Begun(new GrowthSettings());
        run.Operate(new RunOperation(OperationKind.Merge) { Expert = SmallRun.Shape.At(2, 0), Other = SmallRun.Shape.At(2, 1) });
        run.WholeStep();
        var first = Assert.IsType<CoordinatorEffect.ChangeExpert>(run.OperationsKept()[^1]);
        run.State.On(new CoordinatorInput.ExpertChanged(0, 1));
        Assert.Equal((0.0, 1L), (first.Share, first.Step));

        run.Ready(SmallRun.Shape.At(0, 0), Home, anew: true);
        run.GoOn(run.Open(1, new AcceptedOperation(1, 1, "ann", "a spec", Operation(first.Change))));
        Assert.True(run.State.Roster.IsOn(SmallRun.Shape.At(2, 1)));

        var second = Assert.IsType<CoordinatorEffect.ChangeExpert>(run.WholeStep()[^1]);
        Assert.Equal((first.Change, first.Share, first.Step), (second.Change, second.Share, second.Step));
    }

    [Fact]
    public void Of_operations_that_cannot_be_made_before_one_step_the_later_is_refused()
    {
        var (one, other) = (SmallRun.Shape.At(0, 0), SmallRun.Shape.At(0, 1));
        RunOperation pruneOne = new(OperationKind.Prune) { Expert = one }, pruneOther = new(OperationKind.Prune) { Expert = other };
        RunOperation clone = new(OperationKind.Clone) { Expert = one }, merge = new(OperationKind.Merge) { Expert = one, Other = other };
        RunOperation elsewhere = new(OperationKind.Prune) { Expert = SmallRun.Shape.At(1, 0) };
        var (full, half) = (new GrowthSettings(), new GrowthSettings { ExpertsAtStart = 1 });

        Assert.Contains("last of its layer", Refused(Begun(full), pruneOne, pruneOther));
        Assert.Contains("needs a slot", Refused(Begun(half), clone, clone));
        Assert.Contains($"{other} takes over other weights before step 1", Refused(Begun(half), clone, pruneOther, clone));
        Assert.Contains("cannot be undone", Refused(Begun(full), pruneOne, new(OperationKind.Undo) { Undone = 1 }));
        Assert.Contains("takes its routes from no router", Refused(Begun(full, StageSelection.Single), elsewhere, merge));
    }

    [Fact]
    public void A_frozen_expert_takes_over_no_weights()
    {
        var run = Begun(new GrowthSettings());
        run.Operate(new RunOperation(OperationKind.Freeze) { Expert = SmallRun.Shape.At(0, 0) });
        run.WholeStep();
        run.OperationsKept();

        Assert.Contains("is frozen", Refused(run, new RunOperation(OperationKind.Merge)
        {
            Expert = SmallRun.Shape.At(0, 0),
            Other = SmallRun.Shape.At(0, 1),
        }));
    }

    // Of operations asked for in one step all are accepted but one.
    private static string Refused(CoordinatorScript run, params RunOperation[] operations)
    {
        foreach (var operation in operations) run.Operate(operation);
        var effects = run.WholeStep();
        Assert.Equal(operations.Length - 1, effects.OfType<CoordinatorEffect.KeepOperations>().SingleOrDefault()?.Operations.Count ?? 0);
        return Decision(effects).Refusal!;
    }

    private static RunOperation Operation(ExpertChange change) =>
        new(OperationKind.Merge) { Expert = change.Expert, Other = change.Other };

    private static CoordinatorScript Begun(
        GrowthSettings growth, StageSelection selection = StageSelection.GumbelSoftmaxStraightThrough, string network = "linear")
    {
        var run = new CoordinatorScript(Settings(growth, selection, network));
        run.Begin();
        run.Pull(2);
        return run;
    }

    private static TrainingSettings Settings(GrowthSettings growth, StageSelection selection, string network)
    {
        var settings = SmallRun.Settings(SmallRun.Stage("only", 9, selection));
        return settings with { Growth = growth, Router = settings.Router with { Network = network } };
    }
}
