using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What all references have in common: equality by path and incarnation.</summary>
public abstract class ActorRefBase : IActorRef
{
    /// <inheritdoc />
    public abstract ActorPath Path { get; }

    /// <inheritdoc />
    public void Tell(object message, IActorRef sender)
    {
        if (message is null)
            throw new InvalidMessageException("Message is null.");
        TellInternal(message, sender ?? ActorRefs.NoSender);
    }

    /// <summary>Delivers a message that is not null.</summary>
    protected abstract void TellInternal(object message, IActorRef sender);

    /// <inheritdoc />
    public bool Equals(IActorRef other) =>
        ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is IActorRef other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => unchecked((Path.GetHashCode() * 31) + Path.Uid.GetHashCode());

    /// <inheritdoc />
    public int CompareTo(IActorRef other)
    {
        var result = Path.CompareTo(other.Path);
        return result != 0 ? result : Path.Uid.CompareTo(other.Path.Uid);
    }

    /// <inheritdoc />
    public int CompareTo(object obj) => obj is IActorRef other
        ? CompareTo(other)
        : throw new ArgumentException("Object must be of type IActorRef.", nameof(obj));

    /// <inheritdoc />
    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";

    /// <inheritdoc />
    public virtual ISurrogate ToSurrogate(ActorSystem system) =>
        new Surrogate(Akka.Serialization.Serialization.SerializedActorPath(this));

    /// <summary>The serialised form.</summary>
    public class Surrogate(string path) : ISurrogate
    {
        /// <summary>The path as text.</summary>
        public string Path { get; } = path;

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) =>
            ((ExtendedActorSystem)system).Provider.ResolveActorRef(Path);
    }
}

/// <summary>A reference with what the library needs.</summary>
public abstract class InternalActorRefBase : ActorRefBase, IInternalActorRef
{
    /// <inheritdoc />
    public abstract IInternalActorRef Parent { get; }

    /// <inheritdoc />
    public abstract IActorRefProvider Provider { get; }

    /// <inheritdoc />
    public abstract bool IsTerminated { get; }

    /// <inheritdoc />
    public abstract bool IsLocal { get; }

    /// <inheritdoc />
    public abstract IActorRef GetChild(IReadOnlyList<string> name);

    /// <inheritdoc />
    public abstract void Resume(Exception causedByFailure = null);

    /// <inheritdoc />
    public abstract void Start();

    /// <inheritdoc />
    public abstract void Stop();

    /// <inheritdoc />
    public abstract void Restart(Exception cause);

    /// <inheritdoc />
    public abstract void Suspend();

    /// <inheritdoc />
    public abstract void SendSystemMessage(ISystemMessage message);
}

/// <summary>A reference without an actor behind it.</summary>
public abstract class MinimalActorRef : InternalActorRefBase
{
    /// <inheritdoc />
    public override IInternalActorRef Parent => ActorRefs.Nobody;

    /// <inheritdoc />
    public override bool IsTerminated => false;

    /// <inheritdoc />
    public override bool IsLocal => true;

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name) =>
        name.All(string.IsNullOrEmpty) ? this : ActorRefs.Nobody;

    /// <inheritdoc />
    public override void Resume(Exception causedByFailure = null) { }

    /// <inheritdoc />
    public override void Start() { }

    /// <inheritdoc />
    public override void Stop() { }

    /// <inheritdoc />
    public override void Restart(Exception cause) { }

    /// <inheritdoc />
    public override void Suspend() { }

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) { }

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender) { }
}
