namespace Moe.Actors.Simulation;

/// <summary>
/// A pure state as a process of a simulated node: it takes one message at a time and answers with effects. It dies with its
/// node; what outlives a crash is on the node's disk.
/// </summary>
public interface ISimulatedProcess
{
    /// <summary>The process is up.</summary>
    IEnumerable<SimulatedEffect> Start(TimeSpan now);

    /// <summary>A message has come: from another process, from a timer of its own, or the end of an effect it asked for.</summary>
    IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now);
}
