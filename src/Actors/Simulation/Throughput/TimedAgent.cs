using Moe.Actors.Messages;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>The agent of a node: says that it is there, and keeps snapshots.</summary>
internal sealed class TimedAgent(TimedCluster cluster, TimedNode node) : TimedProcess(cluster, node)
{
    private readonly HashSet<KeptPart> shelf = [];
    private long epoch = -1;

    /// <summary>The node is up.</summary>
    public void Begin() => Cluster.Repeat(this, SayPresent);

    /// <inheritdoc/>
    public override void Receive(object message, TimedProcess from)
    {
        switch (message)
        {
            case NodeCommands.Welcome welcome:
                epoch = Math.Max(epoch, welcome.Epoch);
                break;
            case NodeCommands.ListSnapshots list when list.Epoch >= epoch:
                epoch = list.Epoch;
                Send(from, new NodeEvents.Snapshots(Node.Name, list.Epoch, [.. shelf]));
                break;
            case NodeCommands.Keep keep when keep.Epoch >= epoch:
                Keep(keep.Part, keep.Epoch, keep.Step);
                break;
            case NodeCommands.KeepAlso also when also.Epoch >= epoch:
                foreach (var part in also.Parts.Where(part => shelf.Contains(new KeptPart(part, also.Since))))
                    Keep(part, also.Epoch, also.Step);
                break;
            case NodeCommands.Give give:
                var isKept = shelf.Contains(new KeptPart(give.Part, give.Step));
                Send(from, new NodeEvents.Given(give.Part, give.Step, isKept ? TimedExpert.NoTensors : null, null),
                    Cluster.Costs.SnapshotBytesOf(give.Part));
                break;
            case NodeCommands.KeepOnly only when only.Epoch >= epoch:
                shelf.RemoveWhere(kept => !only.Steps.Contains(kept.Step));
                break;
        }
    }

    private void Keep(string part, long ofEpoch, long step)
    {
        shelf.Add(new KeptPart(part, step));
        Cluster.ToCoordinator(this, new NodeEvents.Kept(Node.Name, part, ofEpoch, step));
    }

    private void SayPresent() => Cluster.ToCoordinator(this, new NodeEvents.Present(
        new NodeDescription(Node.Name, ["expert", "router"], (long)Cluster.Settings.MemoryBytes, Node.Speed), "", "", Leaving: false, epoch,
        [.. Node.Experts]));
}
