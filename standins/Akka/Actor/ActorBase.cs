using Akka.Event;

namespace Akka.Actor;

/// <summary>Handles one message; false means that it does not know it.</summary>
public delegate bool Receive(object message);

/// <summary>Handles one message.</summary>
public delegate void UntypedReceive(object message);

/// <summary>Something that has a context.</summary>
public interface IInternalActor
{
    /// <summary>The context.</summary>
    IActorContext ActorContext { get; }
}

/// <summary>
/// An actor: state of its own, and messages handled one at a time. Members that need the context may be called
/// only while the actor is handling a message.
/// </summary>
public abstract class ActorBase : IInternalActor
{
    private IActorRef _selfAfterwards;

    /// <summary>Only the library makes actors.</summary>
    /// <exception cref="ActorInitializationException">It was made with new.</exception>
    protected ActorBase()
    {
        var cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"You cannot create an instance of {GetType().FullName} explicitly using the constructor (new). " +
            "You have to use one of the 'ActorOf' factory methods to create a new actor.");
        cell.Become(Receive);
    }

    /// <summary>The context of the actor that is running.</summary>
    /// <exception cref="NotSupportedException">No actor is running on this thread.</exception>
    protected static IActorContext Context
    {
        get
        {
            var cell = ActorCell.Current ?? throw new NotSupportedException(
                "There is no active ActorContext, this is most likely due to use of async operations from within " +
                "this actor.");
            return cell.HasActor ? cell : null;
        }
    }

    /// <summary>Handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>The reference to this actor.</summary>
    protected IActorRef Self => _selfAfterwards ?? Context.Self;

    /// <summary>Who sent the message that is being handled.</summary>
    protected IActorRef Sender => Context.Sender;

    IActorContext IInternalActor.ActorContext => Context;

    /// <summary>Handles one message; false sends it to <see cref="Unhandled"/>.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called for every message, around <see cref="Receive"/>.</summary>
    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (message is TimerMessage timer)
        {
            message = timer.Due(this);
            if (message is null)
                return true;
            if (message is IAutoReceivedMessage)
            {
                ActorCell.Current.AutoReceive(message);
                return true;
            }

            ActorCell.Current.CurrentMessage = message;
        }

        var handled = receive(message);
        if (!handled)
            Unhandled(message);
        return handled;
    }

    /// <summary>Called for a message that no handler knows. Publishes it on the event stream; an unhandled
    /// <see cref="Terminated"/> makes the actor fail.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Called before the first message.</summary>
    protected virtual void PreStart() { }

    /// <summary>Called when the actor has ended and its children too.</summary>
    protected virtual void PostStop() { }

    /// <summary>Called on the old instance before a restart. Stops the children and calls
    /// <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren().ToList())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new instance after a restart. Calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called around <see cref="PreStart"/>.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Called around <see cref="PostStop"/>.</summary>
    public virtual void AroundPostStop()
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PostStop();
    }

    /// <summary>Called around <see cref="PreRestart"/>.</summary>
    public virtual void AroundPreRestart(Exception cause, object message)
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PreRestart(cause, message);
    }

    /// <summary>Called around <see cref="PostRestart"/>.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>What to do when a child fails.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Replaces the handler.</summary>
    protected void Become(Receive receive) => Context.Become(receive);

    /// <summary>Puts a handler over the present one.</summary>
    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    /// <summary>Goes back to the handler below.</summary>
    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> after a time without messages; null for no longer.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>The strategy, made once for each instance.</summary>
    internal SupervisorStrategy Strategy
    {
        get => field ??= SupervisorStrategy();
        set;
    }

    /// <summary>Cuts the instance off its cell; it only keeps its reference.</summary>
    internal void Detach(IActorRef self) => _selfAfterwards = self;

    /// <summary>Undoes <see cref="Detach"/>, for factories that give the same instance again.</summary>
    internal void Attach() => _selfAfterwards = null;
}
