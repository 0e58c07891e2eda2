using Moe.Actors.Coordinator;
using Moe.Actors.Messages;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>The coordinator. It handles one message after the other, which is what limits a very large cluster.</summary>
internal sealed class TimedCoordinator : TimedProcess
{
    private readonly CoordinatorState state;
    private readonly HashSet<object> routers = [];
    private double free;

    /// <summary>One that takes office on a node.</summary>
    public TimedCoordinator(TimedCluster cluster, TimedNode node)
        : base(cluster, node)
    {
        var settings = cluster.Settings;
        state = new CoordinatorState(cluster.Training, ["all"], new CoordinatorSettings(
            node.Name, "", "", cluster.Place, cluster.Durable, settings.SnapshotEvery, NodesMin: settings.Nodes));
    }

    /// <summary>It takes office, knowing the members.</summary>
    public void Begin()
    {
        foreach (var node in Cluster.Nodes.Where(node => node.IsUp)) state.On(new CoordinatorInput.NodeExpected(node.Name));
        Handle(state.Start);
        Cluster.Repeat(this, () => Handle(() => state.On(new CoordinatorInput.Tick())));
    }

    /// <summary>The cluster has removed a node.</summary>
    public void Lost(TimedNode node) =>
        Handle(() => state.On(new CoordinatorInput.NodeGone(node.Name, "the cluster has removed it")));

    /// <inheritdoc/>
    public override void Receive(object message, TimedProcess from) => Handle(() => Take(message, from));

    private void Handle(Func<IReadOnlyList<CoordinatorEffect>> take)
    {
        free = Math.Max(free, Cluster.Now) + Cluster.Settings.MessageSeconds;
        Carry(take());
        Cluster.Clock.Look(state.Phase, state.Step, free);
    }

    private IReadOnlyList<CoordinatorEffect> Take(object message, TimedProcess from) => message switch
    {
        RouterEvents.Pull pull => Pulled(pull, from),
        RouterEvents.Done done => state.On(done),
        RouterEvents.Failed failed => state.On(failed),
        ExpertEvents.Ready ready => state.On(ready, from),
        ExpertEvents.Prepared prepared => state.On(prepared),
        ExpertEvents.Committed committed => state.On(committed),
        ExpertEvents.Restored restored => state.On(restored),
        ExpertEvents.NotRestored failed => state.On(failed),
        NodeEvents.Present present => state.On(present, from),
        NodeEvents.Snapshots snapshots => state.On(snapshots),
        NodeEvents.Kept kept => state.On(kept),
        NodeEvents.Given given => Given(given),
        _ => throw new InvalidOperationException($"The coordinator does not know {message}."),
    };

    private IReadOnlyList<CoordinatorEffect> Pulled(RouterEvents.Pull pull, TimedProcess from)
    {
        routers.Add(from);
        return state.On(pull, from);
    }

    private void Carry(IReadOnlyList<CoordinatorEffect> effects)
    {
        foreach (var effect in effects) Carry(effect);
    }

    private void Carry(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Summon summon:
                Cluster.Summon(this, summon.Command, free += Cluster.Settings.MessageSeconds);
                break;
            case CoordinatorEffect.TellExpert tell:
                Tell(tell.Expert, tell.Command);
                break;
            case CoordinatorEffect.TellNode tell:
                if (tell.Message is NodeCommands.Place place) Cluster.Take(place);
                Tell(tell.Agent, tell.Message);
                break;
            case CoordinatorEffect.BeginRouter begin:
                Tell(begin.Router, begin.Command);
                break;
            case CoordinatorEffect.Assign assign:
                Tell(assign.Router, new RouterCommands.Assign(assign.Plan));
                break;
            case CoordinatorEffect.Prepare prepare:
                Tell(state.ActorOf(prepare.Expert), new ExpertCommands.Prepare(
                    prepare.Expert, state.Epoch, prepare.Step, prepare.MicroBatches, Group: prepare.Group));
                break;
            case CoordinatorEffect.ForgetStep forget:
                foreach (var router in routers) Tell(router, new RouterCommands.Forget(forget.Epoch, forget.Step));
                break;
            case CoordinatorEffect.Observe observe:
                Cluster.Clock.End(observe.Record, free, Cluster.Nodes);
                Cluster.Losses.Committed(observe.Record.Step);
                break;
            case CoordinatorEffect.Note { Kind: "recovered" or "resumed" } note:
                Cluster.Losses.Recovered(note.Step);
                break;
            case CoordinatorEffect.End end:
                Cluster.Outcome = end.Outcome;
                break;
            default:
                CarryOwn(effect);
                break;
        }
    }

    // The router network is small: its work takes no time worth counting.
    private void CarryOwn(CoordinatorEffect effect)
    {
        var epoch = state.Epoch;
        switch (effect)
        {
            case CoordinatorEffect.OpenEpoch:
                Cluster.After(Cluster.Settings.PlanSeconds, () =>
                {
                    if (IsAlive) Handle(() => state.On(new CoordinatorInput.EpochOpened(++Cluster.Epoch)));
                });
                break;
            case CoordinatorEffect.RestoreOwn { Source: StateSource.Snapshot } restore:
                Tell(restore.Keeper!, new NodeCommands.Give(CoordinatorState.OwnPart, restore.Step));
                break;
            case CoordinatorEffect.RestoreOwn restore:
                Carry(OwnRestored(restore.Step));
                break;
            case CoordinatorEffect.SnapshotOwn copy:
                foreach (var keeper in copy.Keepers)
                    Tell(keeper, new NodeCommands.Keep(CoordinatorState.OwnPart, copy.Epoch, copy.Step, TimedExpert.NoTensors));
                break;
            case CoordinatorEffect.Draw draw:
                Carry(state.On(new CoordinatorInput.Drawn(epoch, draw.Step, Cluster.Paths.Plans(draw.Step))));
                break;
            case CoordinatorEffect.MeasureRoutes measure:
                Carry(state.On(new CoordinatorInput.RoutesMeasured(epoch, measure.Step, 1)));
                break;
            case CoordinatorEffect.CommitRoutes commit:
                Carry(state.On(new CoordinatorInput.RoutesCommitted(epoch, commit.Step)));
                break;
            case CoordinatorEffect.Checkpoint checkpoint:
                Cluster.After(Cluster.CheckpointSeconds(), () =>
                {
                    if (!IsAlive || state.Epoch != epoch) return;
                    Cluster.Durable = checkpoint.Step;
                    Handle(() => state.On(new CoordinatorInput.CheckpointWritten(epoch, checkpoint.Step)));
                });
                break;
        }
    }

    private IReadOnlyList<CoordinatorEffect> Given(NodeEvents.Given given) => given.State is null
        ? state.On(new CoordinatorInput.OwnNotRestored(state.Epoch, "it is not kept"))
        : OwnRestored(given.Step);

    private IReadOnlyList<CoordinatorEffect> OwnRestored(long step) =>
        state.On(new CoordinatorInput.OwnRestored(state.Epoch, step, new Dictionary<int, long>(), 0));

    private void Tell(object to, object message) =>
        Cluster.Send(this, (TimedProcess)to, message, 0, free += Cluster.Settings.MessageSeconds);
}
