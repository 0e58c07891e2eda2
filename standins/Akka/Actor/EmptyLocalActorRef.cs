using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The reference to a place without an actor; what it is told becomes a dead letter.</summary>
public class EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream) : MinimalActorRef
{
    /// <inheritdoc />
    public override ActorPath Path { get; } = path;

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <inheritdoc />
    public override bool IsTerminated => true;

    /// <summary>Where dead letters are published.</summary>
    protected EventStream EventStream { get; } = eventStream;

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is DeadLetter dead)
            SpecialHandle(dead.Message, dead.Sender);
        else if (!SpecialHandle(message, sender))
            EventStream.Publish(new DeadLetter(message, Real(sender), this));
    }

    /// <summary>Handles what needs an answer even though there is no actor.</summary>
    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage { Message: Identify identify } selection:
                if (!selection.WildCardFanOut)
                    sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage { Message: IDeadLetterSuppression suppressed }:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, Real(sender), this));
                return true;
            case ActorSelectionMessage selection:
                EventStream.Publish(new DeadLetter(selection.Message, Real(sender), this));
                return true;
            case IDeadLetterSuppression suppressed:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, Real(sender), this));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The sender, or the dead letters for none.</summary>
    private protected IActorRef Real(IActorRef sender) => sender.IsNobody() ? Provider.DeadLetters : sender;
}

/// <summary>The reference that takes what cannot be delivered and publishes it on the event stream.</summary>
public class DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream)
    : EmptyLocalActorRef(provider, path, eventStream)
{
    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, this), ActorRefs.NoSender);
                break;
            case DeadLetter dead:
                if (!SpecialHandle(dead.Message, dead.Sender))
                    EventStream.Publish(dead);
                break;
            default:
                if (!SpecialHandle(message, sender))
                    EventStream.Publish(new DeadLetter(message, Real(sender), this));
                break;
        }
    }

    /// <inheritdoc />
    protected override bool SpecialHandle(object message, IActorRef sender)
    {
        if (message is not Watch watch)
            return base.SpecialHandle(message, sender);
        if (!watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
        return true;
    }
}
