using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>Two replicas of every expert: the first ones live on one node, the second ones on the other.</summary>
public sealed class CoordinatorReplicaSpecs
{
    private const string Left = "left", Right = "right";
    private static readonly ReplicaSettings Two = new() { Count = 2 };
    private static readonly ExpertId[] Firsts = [.. SmallRun.Shape.AllExperts()];
    private readonly CoordinatorState state = new(SmallRun.Settings() with { Replicas = Two }, SmallRun.Tasks,
        new CoordinatorSettings(Left, "hash", "text", Place, null, SnapshotEvery: 0));

    public CoordinatorReplicaSpecs()
    {
        state.On(new CoordinatorInput.NodeExpected(Left));
        state.On(new CoordinatorInput.NodeExpected(Right));
        state.Start();
        state.On(new CoordinatorInput.EpochOpened(0));
        Present(Left);
        Gather(Present(Right), null);
    }

    [Fact]
    public void A_routers_micro_batches_go_to_the_replica_that_serves_them()
    {
        var begin = Assert.Single(state.On(new RouterEvents.Pull(Left, 2, -1), "router").OfType<CoordinatorEffect.BeginRouter>());

        Assert.Equal(2 * Firsts.Length, begin.Command.Experts.Count);
        Assert.All(begin.Command.Experts, expert => Assert.Equal($"{expert.Key}", expert.Value));
    }

    [Fact]
    public void Every_replica_of_what_was_touched_prepares_and_leading_is_shared_out()
    {
        var prepares = PrepareStep();

        Assert.Equal(2 * prepares.DistinctBy(prepare => prepare.Expert.AsExpert()).Count(), prepares.Length);
        var leads = prepares.GroupBy(prepare => prepare.Expert.AsExpert(), prepare => prepare.Group!.Lead).ToArray();
        Assert.All(leads, lead => Assert.Equal(lead.Key, Assert.Single(lead.Distinct()).AsExpert()));
        Assert.Equal([0, 1], leads.Select(lead => lead.First().Replica).Distinct().Order());
        var vocabulary = prepares[0].Group!;
        Assert.Equal([ExpertId.Vocabulary, ExpertId.Vocabulary with { Replica = 1 }], vocabulary.Shares.Select(share => share.At));
    }

    [Fact]
    public void Replicas_whose_sums_differ_end_the_run()
    {
        var prepares = PrepareStep();
        foreach (var prepare in prepares)
            state.On(new ExpertEvents.Prepared(prepare.Expert, 0, 0, prepare.Expert == prepares[1].Expert ? 2 : 1));

        var outcome = CoordinatorScript.Outcome(state.On(new CoordinatorInput.RoutesMeasured(0, 0, 1)));

        Assert.Contains("vocabulary", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(Right, outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_in_a_step_begins_that_step_again_with_the_replicas_that_live()
    {
        PrepareStep();

        var effects = GatherAfterLoss(LoseRight(), version: 0);

        var restores = CoordinatorScript.Told<ExpertCommands.Restore>(effects).ToArray();
        Assert.Equal(Firsts, restores.Select(restore => restore.Expert));
        Assert.All(restores, restore => Assert.Equal((StateSource.Own, 0), (restore.Source, restore.Step)));
        Assert.Equal(StateSource.Own, Assert.Single(effects.OfType<CoordinatorEffect.RestoreOwn>()).Source);
    }

    [Fact]
    public void A_loss_while_committing_lets_those_that_are_left_end_the_step()
    {
        CommitStep();

        Assert.DoesNotContain(LoseRight(), effect => effect is CoordinatorEffect.OpenEpoch);
        foreach (var expert in Firsts) state.On(new ExpertEvents.Committed(expert, 0, 0, 1));
        var effects = state.On(new CoordinatorInput.RoutesCommitted(0, 0));

        Assert.True(CoordinatorScript.Record(effects).Committed);
        Assert.Contains(effects, effect => effect is CoordinatorEffect.OpenEpoch);
        var restored = CoordinatorScript.Told<ExpertCommands.Restore>(GatherAfterLoss(effects, version: 1));
        Assert.All(restored, restore => Assert.Equal(1, restore.Step));
    }

    [Fact]
    public void The_one_left_serves_for_both_and_sums_alone()
    {
        PrepareStep();
        Restore(GatherAfterLoss(LoseRight(), version: 0));

        var prepares = PrepareStep();

        var vocabulary = prepares[0];
        Assert.All(prepares, prepare => Assert.Equal(0, prepare.Expert.Replica));
        Assert.Equal(2, vocabulary.MicroBatches);
        Assert.Equal([0, 1], vocabulary.Group!.Shares.Select(share => share.Replica.Replica));
        Assert.All(vocabulary.Group.Shares, share => Assert.Equal(ExpertId.Vocabulary, share.At));
    }

    [Fact]
    public void What_was_lost_is_called_and_taken_in_between_two_steps()
    {
        PrepareStep();
        Restore(GatherAfterLoss(LoseRight(), version: 0));
        Present(Right);
        var called = EndStep().OfType<CoordinatorEffect.Summon>().Select(summon => summon.Command.Expert).ToArray();
        Assert.Equal(Firsts.Select(expert => expert with { Replica = 1 }), called);
        foreach (var replica in called) state.On(new ExpertEvents.Ready(replica, 1, Right, 2, null), replica.ToString());

        var copies = CoordinatorScript.Copies(EndStep()).ToArray();

        Assert.Equal(Firsts.Select(expert => expert.ToString()), copies.Select(copy => copy.Part));
        Assert.All(copies, copy => Assert.Equal([CoordinatorScript.AgentOf(Right)], copy.Keepers));
        IReadOnlyList<CoordinatorEffect> effects = [];
        foreach (var (part, step, _) in copies) effects = state.On(new NodeEvents.Kept(Right, part, 1, step));
        Assert.Contains(effects, effect => effect is CoordinatorEffect.OpenEpoch);
    }

    private static IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current,
        IReadOnlyDictionary<ExpertId, string> pins, MeasuredLoad? load) => Firsts.SelectMany(Two.All)
        .Select(replica => KeyValuePair.Create(replica, replica.Replica == 0 ? Left : Right))
        .Where(seat => nodes.Any(node => node.Address == seat.Value)).ToDictionary();

    private IReadOnlyList<CoordinatorEffect> Present(string node) => state.On(new NodeEvents.Present(
        new NodeDescription(node, ["expert"], 1000, 1), "hash", "text", Leaving: false, -1, []), CoordinatorScript.AgentOf(node));

    private IReadOnlyList<CoordinatorEffect> LoseRight() => state.On(new CoordinatorInput.NodeGone(Right, "nobody listens there"));

    private IReadOnlyList<CoordinatorEffect> GatherAfterLoss(IReadOnlyList<CoordinatorEffect> lost, long version)
    {
        Assert.Contains(lost, effect => effect is CoordinatorEffect.OpenEpoch);
        return Answer(state.On(new CoordinatorInput.EpochOpened(1)), version);
    }

    private void Gather(IReadOnlyList<CoordinatorEffect> announced, long? version) => Restore(Answer(announced, version));

    private IReadOnlyList<CoordinatorEffect> Answer(IReadOnlyList<CoordinatorEffect> announced, long? version)
    {
        IReadOnlyList<CoordinatorEffect> effects = [];
        foreach (var summon in announced.OfType<CoordinatorEffect.Summon>())
        {
            var replica = summon.Command.Expert;
            effects = state.On(new ExpertEvents.Ready(
                replica, state.Epoch, replica.Replica == 0 ? Left : Right, 1, version), replica.ToString());
        }
        foreach (var (agent, list) in CoordinatorScript.ToNodes<NodeCommands.ListSnapshots>(announced))
            effects = state.On(new NodeEvents.Snapshots(((string)agent)[..^" agent".Length], list.Epoch, []));
        return effects;
    }

    private void Restore(IReadOnlyList<CoordinatorEffect> asked)
    {
        foreach (var restore in CoordinatorScript.Told<ExpertCommands.Restore>(asked))
            state.On(new ExpertEvents.Restored(restore.Expert, restore.Epoch, restore.Step));
        state.On(new CoordinatorInput.OwnRestored(state.Epoch, state.Step, new Dictionary<int, long>(), 0));
    }

    private CoordinatorEffect.Prepare[] PrepareStep()
    {
        state.On(new RouterEvents.Pull(Left, 2, state.Epoch), "router");
        var plans = SmallRun.Plans(state.Step, Two, SmallRun.Path(0), SmallRun.Path(0))
            .Select(plan => plan with { Key = plan.Key with { Epoch = state.Epoch } }).ToArray();
        state.On(new CoordinatorInput.Drawn(state.Epoch, state.Step, plans));
        return [.. plans.SelectMany(plan => state.On(new RouterEvents.Done(SmallRun.Report(plan.Key))))
            .OfType<CoordinatorEffect.Prepare>()];
    }

    private void CommitStep()
    {
        foreach (var prepare in PrepareStep()) state.On(new ExpertEvents.Prepared(prepare.Expert, state.Epoch, state.Step, 1));
        state.On(new CoordinatorInput.RoutesMeasured(state.Epoch, state.Step, 1));
    }

    private IReadOnlyList<CoordinatorEffect> EndStep()
    {
        CommitStep();
        foreach (var replica in state.Replicas.ToArray())
            state.On(new ExpertEvents.Committed(replica, state.Epoch, state.Step, state.Step + 1));
        return state.On(new CoordinatorInput.RoutesCommitted(state.Epoch, state.Step));
    }
}
