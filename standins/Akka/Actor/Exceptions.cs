namespace Akka.Actor;

/// <summary>What every exception of this library derives from.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Creates the exception.</summary>
    protected AkkaException() { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    protected AkkaException(string message, Exception cause = null) : base(message, cause) { }

    /// <summary>What caused this exception.</summary>
    protected Exception Cause => InnerException;
}

/// <summary>A name for an actor is not allowed or already taken.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>Creates the exception.</summary>
    public InvalidActorNameException(string message) : base(message) { }

    /// <summary>Creates the exception with a cause.</summary>
    public InvalidActorNameException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>No answer came in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>An actor could not be made.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Creates the exception.</summary>
    public ActorInitializationException() { }

    /// <summary>Creates the exception with a message.</summary>
    public ActorInitializationException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public ActorInitializationException(string message, Exception cause) : base(message, cause) { }

    /// <summary>Creates the exception for an actor.</summary>
    public ActorInitializationException(IActorRef actor, string message, Exception cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor that could not be made.</summary>
    public IActorRef Actor { get; set; }

    /// <inheritdoc />
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>A logger did not start.</summary>
public class LoggerInitializationException : AkkaException
{
    /// <summary>Creates the exception.</summary>
    public LoggerInitializationException() { }

    /// <summary>Creates the exception with a message.</summary>
    public LoggerInitializationException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public LoggerInitializationException(string message, Exception cause = null) : base(message, cause) { }
}

/// <summary>An actor got <see cref="Kill"/>.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Creates the exception.</summary>
    public ActorKilledException() { }

    /// <summary>Creates the exception with a message.</summary>
    public ActorKilledException(string message) : base(message) { }
}

/// <summary>An actor was used in a state that does not allow it.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>A name of an actor is against the rules.</summary>
public class IllegalActorNameException(string message) : AkkaException(message);

/// <summary>A watched actor ended and the watcher does not handle <see cref="Terminated"/>.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>Creates the exception for the actor that ended.</summary>
    public DeathPactException(IActorRef deadActor) : base($"Monitored actor [{deadActor}] terminated") =>
        DeadActor = deadActor;

    /// <summary>The actor that ended.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>PreRestart threw.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Creates the exception.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object optionalMessage)
        : base(actor, $"Exception pre restart ({restartException?.GetType().ToString() ?? "null"})", cause)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What PreRestart threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message during which the actor failed.</summary>
    public object OptionalMessage { get; }
}

/// <summary>The new instance of a restarted actor threw before it was ready.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Creates the exception.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"Exception post restart ({originalCause?.GetType().ToString() ?? "null"})", cause) =>
        OriginalCause = originalCause;

    /// <summary>Why the actor was restarted.</summary>
    public Exception OriginalCause { get; }
}

/// <summary>There is no actor at the place that was asked for.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Creates the exception.</summary>
    public ActorNotFoundException() { }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public ActorNotFoundException(string message, Exception innerException = null) : base(message, innerException) { }
}

/// <summary>A message may not be sent.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>Creates the exception for a null message.</summary>
    public InvalidMessageException() : this("Message is null") { }

    /// <summary>Creates the exception with a message.</summary>
    public InvalidMessageException(string message) : base(message) { }
}

/// <summary>A stash is full, or was given the same message twice.</summary>
public class StashOverflowException(string message, Exception cause = null) : AkkaException(message, cause);

/// <summary>The scheduler was used wrongly, or after its end.</summary>
public sealed class SchedulerException(string message) : AkkaException(message);
