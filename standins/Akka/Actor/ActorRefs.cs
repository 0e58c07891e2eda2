using Akka.Util;

namespace Akka.Actor;

/// <summary>References that are always there.</summary>
public static class ActorRefs
{
    /// <summary>No sender: null.</summary>
    public static readonly IActorRef NoSender = null;

    /// <summary>The reference to no actor; drops what it is told.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;
}

/// <summary>The reference to no actor; drops what it is told.</summary>
public sealed class Nobody : MinimalActorRef
{
    /// <summary>The only instance.</summary>
    public static readonly Nobody Instance = new();

    private Nobody() { }

    /// <inheritdoc />
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/Nobody");

    /// <inheritdoc />
    public override IActorRefProvider Provider => throw new NotSupportedException("Nobody does not provide");

    /// <inheritdoc />
    public override ISurrogate ToSurrogate(ActorSystem system) => new NobodySurrogate();

    /// <summary>The serialised form.</summary>
    public class NobodySurrogate : ISurrogate
    {
        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}

/// <summary>Questions to a reference.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether it is null or the reference to no actor.</summary>
    public static bool IsNobody(this IActorRef actorRef) => actorRef is null or Nobody or DeadLetterActorRef;

    /// <summary>The reference, or another when it is to no actor.</summary>
    public static IActorRef GetOrElse(this IActorRef actorRef, Func<IActorRef> elseValue) =>
        actorRef.IsNobody() ? elseValue() : actorRef;
}

/// <summary>Sending with the running actor as the sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends a message; the sender is the actor that is running, if one is.</summary>
    public static void Tell(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>Passes a message on with the sender that it came with.</summary>
    public static void Forward(this IActorRef receiver, object message) =>
        receiver.Tell(message, ActorCell.GetCurrentSenderOrNoSender());
}
