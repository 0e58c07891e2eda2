using Akka.Actor.Setup;
using Moe.Actors.Ports;

namespace Moe.Actors;

/// <summary>
/// The part of an actor system's set-up that says by which channel the tensors of its messages travel. The serializer of the
/// run's messages looks for it; without it only messages without tensors can leave the process.
/// </summary>
public sealed class TensorChannelSetup(ITensorChannel channel) : Setup
{
    /// <summary>The node's channel.</summary>
    public ITensorChannel Channel => channel;
}
