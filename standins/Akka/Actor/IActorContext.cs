using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Makes and finds actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes an actor; without a name it gets one.</summary>
    IActorRef ActorOf(Props props, string name = null);

    /// <summary>Whatever is at a path.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Whatever is at a path, which may be relative and hold wildcards.</summary>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>Watches actors for their end.</summary>
public interface ICanWatch
{
    /// <summary>Asks for <see cref="Terminated"/> when <paramref name="subject"/> ends.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for <paramref name="message"/> when <paramref name="subject"/> ends.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes the question back.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor can do while it handles a message.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The reference to the actor.</summary>
    IActorRef Self { get; }

    /// <summary>What the actor was made from.</summary>
    Props Props { get; }

    /// <summary>Who sent the message that is being handled.</summary>
    IActorRef Sender { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>Who runs the actor.</summary>
    MessageDispatcher Dispatcher { get; }

    /// <summary>After how long without messages the actor is told so.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Replaces the handler.</summary>
    void Become(Receive receive);

    /// <summary>Puts a handler over the present one.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the handler below.</summary>
    void UnbecomeStacked();

    /// <summary>The child of a name, or the reference to no actor.</summary>
    IActorRef Child(string name);

    /// <summary>The children.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Asks for <see cref="Actor.ReceiveTimeout"/> after a time without messages; null for no
    /// longer.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Ends an actor: this one or a child.</summary>
    void Stop(IActorRef child);
}

/// <summary>A context with handlers that return nothing.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the handler.</summary>
    void Become(UntypedReceive receive);

    /// <summary>Puts a handler over the present one.</summary>
    void BecomeStacked(UntypedReceive receive);
}
