namespace Akka.Actor;

/// <summary>Handled by every actor without its doing.</summary>
public interface IAutoReceivedMessage;

/// <summary>Not taken from selections of other systems.</summary>
public interface IPossiblyHarmful;

/// <summary>Never serialised by <c>akka.actor.serialize-messages</c>.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Does not count as activity for <see cref="IActorContext.SetReceiveTimeout"/>.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>A message that carries another.</summary>
public interface IWrappedMessage
{
    /// <summary>The carried message.</summary>
    object Message { get; }
}

/// <summary>Takes messages out of their wraps.</summary>
public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        return message;
    }
}
