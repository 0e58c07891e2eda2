namespace Moe.Actors.Simulation;

/// <summary>
/// Nodes with processes on a network. It carries out the effects of the processes; everything a node was doing ends when it
/// crashes. A message on its way reaches whatever process has the name when it arrives, also in a later life of the node:
/// harsher than a connection, and what incarnations in a protocol are for.
/// </summary>
public sealed class SimulatedCluster
{
    private readonly SimulationKernel kernel;
    private readonly SortedDictionary<string, SimulatedNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action<SimulatedNode>> boots = new(StringComparer.Ordinal);
    private readonly RandomDraws diskDraws;

    /// <summary>A cluster without nodes.</summary>
    public SimulatedCluster(SimulationKernel kernel)
    {
        this.kernel = kernel;
        Network = new SimulatedNetwork(kernel);
        diskDraws = kernel.Draws("disk");
    }

    /// <summary>What is between the nodes.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Speed of all disks.</summary>
    public DiskConditions Disks { get; set; } = new();

    /// <summary>Messages that found no process.</summary>
    public long DeadLetters { get; private set; }

    /// <summary>The nodes, in the order of their names.</summary>
    public IReadOnlyCollection<SimulatedNode> Nodes => nodes.Values;

    /// <summary>A node by name.</summary>
    public SimulatedNode Node(string name) => nodes[name];

    /// <summary>Adds a node and starts it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="lanes">How much it computes at once.</param>
    /// <param name="boot">Called at every start: names and states of the processes that are up then.</param>
    public SimulatedNode Add(string name, int lanes, Func<SimulatedNode, IEnumerable<(string Process, ISimulatedProcess State)>> boot)
    {
        var node = new SimulatedNode(name, lanes);
        nodes.Add(name, node);
        boots.Add(name, started =>
        {
            foreach (var (process, state) in boot(started)) Begin(started, process, state);
        });
        Start(name);
        return node;
    }

    /// <summary>Starts a node that is down; nothing happens to one that is up.</summary>
    public void Start(string name)
    {
        var node = nodes[name];
        if (node.IsUp) return;
        node.Begin(kernel.Now);
        kernel.Trace($"start {name} life {node.Life}");
        boots[name](node);
    }

    /// <summary>Stops a node as if its power failed; nothing happens to one that is down.</summary>
    public void Crash(string name)
    {
        var node = nodes[name];
        if (!node.IsUp) return;
        kernel.Trace($"crash {name}");
        node.End(diskDraws);
    }

    /// <summary>Has a message reach a process from outside the cluster, at once and surely.</summary>
    public void Tell(ProcessAddress to, object message) =>
        kernel.After(TimeSpan.Zero, () => Deliver(to, message, new ProcessAddress("outside", "outside")));

    private void Begin(SimulatedNode node, string process, ISimulatedProcess state)
    {
        node.Put(process, state);
        Take(node, process, state, state.Start(kernel.Now));
    }

    private void Deliver(ProcessAddress to, object message, ProcessAddress from)
    {
        if (!nodes.TryGetValue(to.Node, out var node) || !node.IsUp || node.Find(to.Process) is not { } state)
        {
            DeadLetters++;
            kernel.Trace($"dead letter {from} > {to} {message.GetType().Name}");
            return;
        }
        kernel.Trace($"{from} > {to} {message.GetType().Name}");
        Take(node, to.Process, state, state.Receive(message, from, kernel.Now));
    }

    private void Take(SimulatedNode node, string process, ISimulatedProcess state, IEnumerable<SimulatedEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SimulatedEffect.Send send:
                    var from = new ProcessAddress(node.Name, process);
                    Network.Send(node.Name, send.To.Node, send.Bytes, () => Deliver(send.To, send.Message, from));
                    break;
                case SimulatedEffect.Timer timer:
                    TellSelf(node, process, state, kernel.Now + timer.After, () => timer.Message);
                    break;
                case SimulatedEffect.Compute compute:
                    TellSelf(node, process, state, node.TakeLane(kernel.Now, compute.Duration), () => compute.Done);
                    break;
                case SimulatedEffect.Disk disk:
                    node.DiskFree = DoneAt(node, disk.Operation);
                    TellSelf(node, process, state, node.DiskFree, () =>
                    {
                        node.Disk.Do(disk.Operation);
                        return disk.Done;
                    });
                    break;
                case SimulatedEffect.Spawn spawn:
                    Begin(node, spawn.Process, spawn.State);
                    break;
                case SimulatedEffect.Stop stop:
                    node.Remove(stop.Process ?? process);
                    break;
            }
        }
    }

    private TimeSpan DoneAt(SimulatedNode node, DiskOperation operation)
    {
        var bytes = operation is DiskOperation.Write write ? write.Content.Length : 0;
        var delay = diskDraws.Exponential(Disks.Delay) + TimeSpan.FromSeconds(bytes / Disks.BytesPerSecond);
        if (diskDraws.Chance(Disks.SlowChance)) delay *= Disks.SlowFactor;
        return (node.DiskFree > kernel.Now ? node.DiskFree : kernel.Now) + delay;
    }

    // What a process waits for from its own node comes to it or to nobody: a crash or a successor of its name ends it.
    private void TellSelf(SimulatedNode node, string process, ISimulatedProcess state, TimeSpan at, Func<object> message)
    {
        var life = node.Life;
        kernel.After(at - kernel.Now, () =>
        {
            if (!node.IsUp || node.Life != life) return;
            var told = message();
            var self = new ProcessAddress(node.Name, process);
            if (node.Find(process) == state) Deliver(self, told, self);
        });
    }
}
