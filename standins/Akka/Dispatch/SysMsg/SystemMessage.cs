using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the library itself. It overtakes the messages of users.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>The base of messages of the library; each object may be sent once only.</summary>
public abstract class SystemMessage : ISystemMessage
{
    /// <summary>The one that was sent before, while queued.</summary>
    internal SystemMessage Next;

    /// <summary>Whether it waits for children that end before it is handled.</summary>
    internal virtual bool WaitsForChildren => false;

    /// <summary>Whether it waits while the actor is suspended.</summary>
    internal virtual bool WaitsWhileSuspended => false;
}

/// <summary>The first message of an actor: make the instance.</summary>
public sealed class Create(ActorInitializationException failure = null) : SystemMessage
{
    /// <summary>Why it cannot be made, if that is known.</summary>
    public ActorInitializationException Failure { get; } = failure;
}

/// <summary>Put a new instance in place.</summary>
public sealed class Recreate(Exception cause) : SystemMessage
{
    /// <summary>What failed.</summary>
    public Exception Cause { get; } = cause;

    internal override bool WaitsForChildren => true;
}

/// <summary>Hold messages of users back.</summary>
public sealed class Suspend : SystemMessage
{
    internal override bool WaitsForChildren => true;
}

/// <summary>Go on with messages of users.</summary>
public sealed class Resume(Exception causedByFailure) : SystemMessage
{
    /// <summary>The failure after which to go on, or null.</summary>
    public Exception CausedByFailure { get; } = causedByFailure;

    internal override bool WaitsForChildren => true;
}

/// <summary>End.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression;

/// <summary>A child failed and asks what to do.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage
{
    /// <summary>The child.</summary>
    public IActorRef Child { get; } = child;

    /// <summary>What failed.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>Which incarnation of the child.</summary>
    public long Uid { get; } = uid;

    internal override bool WaitsForChildren => true;

    internal override bool WaitsWhileSuspended => true;
}

/// <summary>Tell the watcher when the watched actor ends.</summary>
public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>Who is watched.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>Who is told.</summary>
    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>No longer tell the watcher.</summary>
public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>Who is watched.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>Who was told.</summary>
    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>A watched actor or a child has ended.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    /// <summary>Who ended.</summary>
    public IActorRef Actor { get; } = actor;

    /// <summary>Whether it is known to have existed.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    /// <summary>Whether its whole node is gone.</summary>
    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>A part of an asynchronous handler to run inside the actor.</summary>
internal sealed class RunContinuation(ActorTaskScheduler scheduler, Task task) : SystemMessage
{
    /// <summary>Runs it.</summary>
    public void Run() => scheduler.Execute(task);
}

/// <summary>An asynchronous handler failed.</summary>
internal sealed class HandlerFailed(object message, Exception cause) : SystemMessage
{
    /// <summary>The message that was handled.</summary>
    public object Message { get; } = message;

    /// <summary>What failed.</summary>
    public Exception Cause { get; } = cause;
}
