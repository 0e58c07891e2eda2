using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Ports;

namespace Moe.Actors;

/// <summary>The tensors of a message are here; what is to be done with it and on whose behalf.</summary>
internal sealed record Arrived(object Message, IActorRef From, Action<object, IActorRef> Then);

/// <summary>A tensor of a message could not be had.</summary>
internal sealed record NotArrived(object Message, IActorRef From, string Reason);

/// <summary>
/// Messages of one actor whose tensors are on their way from another process: each is fetched once, however often the message
/// comes, and the actor is told when they have arrived. Messages whose tensors are here need no waiting.
/// </summary>
internal sealed class Arrivals(ITensorChannel channel)
{
    private readonly HashSet<object> underway = [];

    /// <summary>Starts fetching; false when there is nothing to fetch. A repetition of what is on its way is dropped.</summary>
    public bool Begin(
        object message, IReadOnlyList<TensorHandle> handles, IActorRef self, IActorRef from, Action<object, IActorRef> then)
    {
        if (!handles.Any(handle => handle.IsElsewhere)) return false;
        if (!underway.Add(Identity(message))) return true;
        Fetch(handles).PipeTo(self, success: _ => new Arrived(message, from, then),
            failure: failure => new NotArrived(message, from, failure.Message));
        return true;
    }

    /// <summary>A message has arrived or never will.</summary>
    public void End(object message) => underway.Remove(Identity(message));

    private async Task<bool> Fetch(IReadOnlyList<TensorHandle> handles)
    {
        foreach (var handle in handles) await channel.Fetch(handle);
        return true;
    }

    // Two copies of one message have different handles.
    private static object Identity(object message) => message switch
    {
        ExpertCommands.Compute compute => (compute.Key, compute.Operation.Name),
        ExpertEvents.Computed computed => (computed.Key, computed.Expert, computed.Operation),
        ExpertCommands.Prepare prepare => (nameof(ExpertCommands.Prepare), prepare.Epoch, prepare.Step),
        ExpertCommands.TakeState take => (nameof(ExpertCommands.TakeState), take.Epoch, take.Step),
        NodeCommands.Keep keep => (keep.Part, keep.Epoch, keep.Step),
        ExpertEvents.StateOffered offered => (offered.Expert, offered.For, offered.Epoch, offered.Step),
        _ => message,
    };
}
