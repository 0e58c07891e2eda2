namespace Moe.Actors.Simulation;

/// <summary>What an <see cref="ISimulatedProcess"/> wants done. What ends later ends with a message to the process itself.</summary>
public abstract record SimulatedEffect
{
    /// <summary>Send a message; bytes count where links have a speed.</summary>
    public sealed record Send(ProcessAddress To, object Message, long Bytes = 0) : SimulatedEffect;

    /// <summary>Be told after a time.</summary>
    public sealed record Timer(TimeSpan After, object Message) : SimulatedEffect;

    /// <summary>Compute on the first lane of the node that is free.</summary>
    public sealed record Compute(TimeSpan Duration, object Done) : SimulatedEffect;

    /// <summary>Work on the node's disk.</summary>
    public sealed record Disk(DiskOperation Operation, object Done) : SimulatedEffect;

    /// <summary>Begin a process on this node, in place of one of that name.</summary>
    public sealed record Spawn(string Process, ISimulatedProcess State) : SimulatedEffect;

    /// <summary>End a process of this node; null ends the one that asks.</summary>
    public sealed record Stop(string? Process = null) : SimulatedEffect;
}
