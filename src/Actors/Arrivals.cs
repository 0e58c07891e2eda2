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

    /// <summary>
    /// Does what is to be done with a message: now when its tensors are here, else when <see cref="On"/> hears that they have
    /// arrived. A repetition of what is on its way is dropped.
    /// </summary>
    public void Take(
        object message, IReadOnlyList<TensorHandle> handles, IActorRef self, IActorRef from, Action<object, IActorRef> then)
    {
        if (!handles.Any(handle => handle.IsElsewhere))
        {
            then(message, from);
            return;
        }
        if (!underway.Add(Identity(message))) return;
        channel.FetchAll(handles).PipeTo(self, success: () => new Arrived(message, from, then),
            failure: failure => new NotArrived(message, from, failure.Message));
    }

    /// <summary>The tensors of a message have arrived.</summary>
    public void On(Arrived arrived)
    {
        underway.Remove(Identity(arrived.Message));
        arrived.Then(arrived.Message, arrived.From);
    }

    /// <summary>The tensors of a message will not arrive; if it comes again, they are fetched again.</summary>
    public void On(NotArrived lost) => underway.Remove(Identity(lost.Message));

    // Two copies of one message have different handles.
    private static object Identity(object message) => message switch
    {
        ExpertCommands.Compute compute => (compute.Key, compute.Operation.Name),
        ExpertEvents.Computed computed => (computed.Key, computed.Expert, computed.Operation),
        ExpertCommands.Prepare prepare => (nameof(ExpertCommands.Prepare), prepare.Epoch, prepare.Step),
        ExpertCommands.TakeGradient take => (nameof(ExpertCommands.TakeGradient), take.Epoch, take.Step, take.Share),
        ExpertCommands.TakeState take => (nameof(ExpertCommands.TakeState), take.Epoch, take.Step),
        NodeCommands.Keep keep => (keep.Part, keep.Epoch, keep.Step),
        ExpertEvents.StateOffered offered => (offered.Expert, offered.For, offered.Epoch, offered.Step),
        _ => message,
    };
}
