using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Placement;
using Moe.Curriculum.Stages;
using Moe.Model;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>
/// Snapshots of experts that have not changed since the one before. The made-up steps touch the vocabulary, both experts of the
/// encoder's layers and the first of the decoder's.
/// </summary>
public sealed class UnchangedExpertSpecs
{
    private static readonly ExpertId[] Untouched = [SmallRun.Shape.At(2, 1), SmallRun.Shape.At(3, 1)];

    [Fact]
    public void Are_not_copied_again_where_they_are_kept()
    {
        var run = Begun();

        var second = run.WholeStep();

        Assert.Equal(Experts.Except(Untouched).Order(), Copied(second).Order());
        Assert.Contains(Copies(second), copy => copy.Part == CoordinatorState.OwnPart);
        var again = ToNodes<NodeCommands.KeepAlso>(second).ToDictionary(tell => (string)tell.Agent, tell => tell.Message);
        Assert.Equal(["a agent", "b agent"], again.Keys.Order());
        Assert.All(again.Values, also => Assert.Equal((0, 0, 1), (also.Epoch, also.Since, also.Step)));
        Assert.All(again.Values, also => Assert.Equal(Names(Untouched), also.Parts));
    }

    [Fact]
    public void Belong_to_the_new_snapshot_once_their_nodes_have_said_so()
    {
        var run = Begun();
        var second = run.WholeStep();

        Assert.Empty(run.Kept(second));
        Assert.All(ToNodes<NodeCommands.KeepOnly>(KeptAlso(run, second)), only => Assert.Equal([1], only.Message.Steps));
        var third = run.WholeStep();

        Assert.Equal(1, Record(third).SnapshotStep);
        Assert.All(ToNodes<NodeCommands.KeepAlso>(third), tell => Assert.Equal((1, 2), (tell.Message.Since, tell.Message.Step)));
    }

    [Fact]
    public void Are_copied_as_all_others_after_a_snapshot_that_did_not_become_whole()
    {
        var run = Begun();
        run.Kept(run.WholeStep());

        var third = run.WholeStep();

        Assert.Equal(Experts.Order(), Copied(third).Order());
        Assert.Empty(ToNodes<NodeCommands.KeepAlso>(third));
        Assert.All(ToNodes<NodeCommands.KeepOnly>(third), only => Assert.Equal([0, 2], only.Message.Steps));
    }

    [Fact]
    public void Are_copied_to_a_node_that_does_not_keep_them()
    {
        var run = Begun("a", "c");
        run.State.On(new CoordinatorInput.NodeGone("c", "killed"));
        run.Present("b");

        var second = run.WholeStep();

        var copies = Copies(second).Where(copy => Names(Untouched).Contains(copy.Part)).ToArray();
        Assert.Equal(2, copies.Length);
        Assert.All(copies, copy => Assert.Equal(["b agent"], copy.Keepers));
        Assert.Equal("a agent", Assert.Single(ToNodes<NodeCommands.KeepAlso>(second)).Agent);
    }

    [Fact]
    public void Are_copied_in_a_new_epoch()
    {
        var run = Begun();
        run.State.On(new CoordinatorInput.ExpertGone(Experts[0], 0));

        Assert.Equal(Experts.Order(), Copied(run.GoOn(run.Open(1))).Order());
    }

    [Fact]
    public void Are_those_too_that_are_frozen_and_all_where_a_step_is_voided()
    {
        var frozen = Begun();
        frozen.Operate(new RunOperation(OperationKind.Freeze) { Expert = ExpertId.Vocabulary });
        frozen.WholeStep();
        var begun = frozen.OperationsKept();
        KeptAlso(frozen, begun, frozen.Kept(begun));
        Assert.DoesNotContain(ExpertId.Vocabulary, Copied(frozen.WholeStep()));

        var voided = Begun();
        var plans = voided.Draw();
        voided.Pull(2);
        voided.Done(plans[0].Key, firstRow: double.NaN);
        voided.Done(plans[1].Key);
        Assert.Empty(Copied(voided.Committed()));
    }

    [Fact]
    public void Are_not_those_that_took_over_weights_though_no_step_touched_them()
    {
        var learned = SmallRun.Stage("learned", 8, StageSelection.GumbelSoftmaxStraightThrough);
        var run = Begun(SmallRun.Settings(learned));
        run.Operate(new RunOperation(OperationKind.Merge) { Expert = Untouched[0], Other = SmallRun.Shape.At(2, 0) });
        run.WholeStep();
        var begun = run.OperationsKept();
        KeptAlso(run, begun, run.Kept(begun));
        run.State.On(new CoordinatorInput.ExpertChanged(0, 1));

        var third = run.WholeStep();

        Assert.Contains(Untouched[0], Copied(third));
        Assert.DoesNotContain(Untouched[1], Copied(third));
    }

    /// <summary>A run whose every step has a snapshot, with that of its first step whole.</summary>
    private static CoordinatorScript Begun(params string[] nodes) => Begun(SmallRun.Settings(SmallRun.Stage("only", 8)), nodes);

    private static CoordinatorScript Begun(TrainingSettings settings, params string[] nodes)
    {
        var run = new CoordinatorScript(settings, snapshotEvery: 1, placing: Staying, node: "a");
        run.Kept(run.Begin(nodes.Length > 0 ? nodes : ["a", "b"]));
        return run;
    }

    private static IReadOnlyList<CoordinatorEffect> KeptAlso(
        CoordinatorScript run, IReadOnlyList<CoordinatorEffect> asked, IReadOnlyList<CoordinatorEffect>? effects = null)
    {
        foreach (var (agent, also) in ToNodes<NodeCommands.KeepAlso>(asked))
        {
            foreach (var part in also.Parts)
                effects = run.State.On(new NodeEvents.Kept(((string)agent)[..^" agent".Length], part, also.Epoch, also.Step));
        }
        return effects ?? [];
    }

    private static IEnumerable<ExpertId> Copied(IEnumerable<CoordinatorEffect> effects) =>
        Told<ExpertCommands.Snapshot>(effects).Select(copy => copy.Expert);

    private static string[] Names(IEnumerable<ExpertId> experts) => [.. experts.Select(expert => expert.ToString())];
}
