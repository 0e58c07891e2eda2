using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Model;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// The agent of a node, as NodeActor is: says that it is there, keeps snapshots, passes on plans, and goes when it is told that it may.
/// It also starts and stops the node's other processes for sharding and the singleton.
/// </summary>
internal sealed class NodeProcess(SimulatedRun run, string node, int life) : ISimulatedProcess
{
    private readonly SortedDictionary<(string Part, long Step), NodeCommands.Keep> shelf = [];
    private long epoch = -1;
    private bool leaving;

    public bool HeardOfTheEnd { get; private set; }

    public bool IsLeaving => leaving;

    public IEnumerable<SimulatedEffect> Start(TimeSpan now) => [.. SayPresent(), NextTick];

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        if (!run.Membership.Hears(node, from)) return [];
        switch (message)
        {
            case SayPresentAgain:
                return [.. SayPresent(), NextTick];
            case NodeCommands.Leave:
                leaving = true;
                return SayPresent();
            case StartProcess start:
                return [new SimulatedEffect.Spawn(start.Process, start.State)];
            case StopProcess stop:
                return [new SimulatedEffect.Stop(stop.Process)];
            case NodeCommands.Welcome welcome:
                epoch = Math.Max(epoch, welcome.Epoch);
                return [];
            case NodeCommands.Place place:
                run.Membership.Take(place);
                return [];
            case NodeCommands.ListSnapshots list:
                if (list.Epoch < epoch) return [];
                epoch = list.Epoch;
                var parts = shelf.Keys.Select(key => new KeptPart(key.Part, key.Step)).ToArray();
                return [new SimulatedEffect.Send(from, new NodeEvents.Snapshots(node, list.Epoch, parts))];
            case NodeCommands.Keep keep:
                return keep.Epoch < epoch ? [] : Keep(Bent(keep), keep.Epoch, keep.Step);
            case NodeCommands.KeepAlso also:
                return also.Epoch < epoch ? [] : KeepAlso(also);
            case NodeCommands.Give give:
                var kept = shelf.GetValueOrDefault((give.Part, give.Step));
                if (kept is not null && kept.Step != give.Step) run.Record.GivenUnchanged++;
                return [new SimulatedEffect.Send(from, new NodeEvents.Given(give.Part, give.Step, kept?.State, kept?.Text))];
            case NodeCommands.KeepOnly only:
                if (only.Epoch < epoch) return [];
                foreach (var key in shelf.Keys.Where(key => !only.Steps.Contains(key.Step)).ToArray()) shelf.Remove(key);
                return [];
            case NodeCommands.Released or NodeCommands.Refuse:
                run.Membership.Leaves(node, life);
                return [];
            case NodeCommands.RunOver:
                HeardOfTheEnd = true;
                return [];
            default:
                throw new InvalidOperationException($"A node does not know {message}.");
        }
    }

    private IEnumerable<SimulatedEffect> Keep(NodeCommands.Keep kept, long ofEpoch, long step)
    {
        shelf[(kept.Part, step)] = kept;
        return run.Membership.ToCoordinator(node, new NodeEvents.Kept(node, kept.Part, ofEpoch, step));
    }

    private SimulatedEffect[] KeepAlso(NodeCommands.KeepAlso also)
    {
        var kept = also.Parts.Select(part => shelf.GetValueOrDefault((part, also.Since))).OfType<NodeCommands.Keep>().ToArray();
        run.Record.KeptUnchanged += kept.Length;
        return [.. kept.SelectMany(keep => Keep(keep, also.Epoch, also.Step))];
    }

    private NodeCommands.Keep Bent(NodeCommands.Keep keep) =>
        run.Mutation == ProtocolMutation.ChangedTakenForUnchanged && keep.Part != CoordinatorState.OwnPart
            ? shelf.Values.LastOrDefault(kept => kept.Part == keep.Part && kept.Step < keep.Step) ?? keep
            : keep;

    private static SimulatedEffect NextTick => new SimulatedEffect.Timer(SimulatedRun.Tick, new SayPresentAgain());

    private IEnumerable<SimulatedEffect> SayPresent() => !run.Membership.IsMember(node, life) ? [] : run.Membership.ToCoordinator(
        node, new NodeEvents.Present(new NodeDescription(node, ["expert"], 1000, 1), "hash", "text", leaving, epoch, Living));

    private ExpertId[] Living => [.. run.Cluster.Node(node).Processes
        .Select(process => run.Cluster.Node(node).Find(process)).OfType<ExpertProcess>().Select(process => process.Expert).Order()];

    public sealed record StartProcess(string Process, ISimulatedProcess State);

    public sealed record StopProcess(string Process);

    private sealed record SayPresentAgain;
}
