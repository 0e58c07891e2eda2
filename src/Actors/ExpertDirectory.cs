using Akka.Actor;
using Akka.Cluster.Sharding;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors;

/// <summary>
/// Where to send an expert's messages: to its actor once it has been heard from, which saves two hops a message, and
/// through the shard region until then.
/// </summary>
public sealed class ExpertDirectory(IActorRef region)
{
    private readonly Dictionary<ExpertId, IActorRef> known = [];

    /// <summary>Notes where an expert answered from.</summary>
    public void Learn(ExpertId expert, IActorRef actor) => known[expert] = actor;

    /// <summary>Sends a message to its expert.</summary>
    public void Tell(IToExpert message, IActorRef sender)
    {
        if (known.TryGetValue(message.Expert, out var actor)) actor.Tell(message, sender);
        else region.Tell(new ShardingEnvelope(message.Expert.ToString(), message), sender);
    }
}
