using Moe.Actors.Lanes;
using Moe.Actors.Messages;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// A state of the protocol on a node of the simulation: it takes messages, and what it does takes time. It ends with its node's
/// life, or when it is stopped; what is sent to it afterwards is lost.
/// </summary>
internal abstract class TimedProcess(TimedCluster cluster, TimedNode node)
{
    private readonly int life = node.Life;
    private bool isStopped;

    /// <summary>Where it lives.</summary>
    public TimedNode Node => node;

    /// <summary>Whether messages reach it.</summary>
    public bool IsAlive => !isStopped && node.IsUp && node.Life == life;

    protected TimedCluster Cluster => cluster;

    /// <summary>A message has come.</summary>
    public abstract void Receive(object message, TimedProcess from);

    /// <summary>It ends.</summary>
    public void Stop() => isStopped = true;

    /// <summary>Sends a message; bytes are of the tensors behind it, which the receiver fetches first.</summary>
    protected void Send(object to, object message, double bytes = 0) => cluster.Send(this, (TimedProcess)to, message, bytes);

    /// <summary>Has a piece of work done on a lane of the node, then something else.</summary>
    protected void Compute(LaneUrgency urgency, MicroBatchKey key, double seconds, Action done) =>
        node.Compute(this, urgency, key, seconds, done);
}
