using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Something that happened to the connections of a system; published on its event stream.</summary>
public abstract class RemotingLifecycleEvent
{
    /// <summary>The level at which it is logged.</summary>
    public abstract LogLevel LogLevel();
}

/// <summary>Something that happened to the connection with one peer.</summary>
public abstract class AssociationEvent : RemotingLifecycleEvent
{
    /// <summary>This system.</summary>
    public abstract Address LocalAddress { get; protected set; }

    /// <summary>The other one.</summary>
    public abstract Address RemoteAddress { get; protected set; }

    /// <summary>Whether the other one called.</summary>
    public abstract bool IsInbound { get; protected set; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{GetType().Name}: {LocalAddress} {(IsInbound ? "<-" : "->")} {RemoteAddress}";
}

/// <summary>A connection was made.</summary>
public sealed class AssociatedEvent(Address localAddress, Address remoteAddress, bool inbound) : AssociationEvent
{
    /// <inheritdoc />
    public override Address LocalAddress { get; protected set; } = localAddress;

    /// <inheritdoc />
    public override Address RemoteAddress { get; protected set; } = remoteAddress;

    /// <inheritdoc />
    public override bool IsInbound { get; protected set; } = inbound;

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>A connection ended.</summary>
public sealed class DisassociatedEvent(Address localAddress, Address remoteAddress, bool inbound) : AssociationEvent
{
    /// <inheritdoc />
    public override Address LocalAddress { get; protected set; } = localAddress;

    /// <inheritdoc />
    public override Address RemoteAddress { get; protected set; } = remoteAddress;

    /// <inheritdoc />
    public override bool IsInbound { get; protected set; } = inbound;

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>A connection failed.</summary>
public sealed class AssociationErrorEvent(
    Exception cause, Address localAddress, Address remoteAddress, bool inbound, LogLevel level) : AssociationEvent
{
    /// <summary>Why.</summary>
    public Exception Cause { get; } = cause;

    /// <inheritdoc />
    public override Address LocalAddress { get; protected set; } = localAddress;

    /// <inheritdoc />
    public override Address RemoteAddress { get; protected set; } = remoteAddress;

    /// <inheritdoc />
    public override bool IsInbound { get; protected set; } = inbound;

    /// <inheritdoc />
    public override LogLevel LogLevel() => level;

    /// <inheritdoc />
    public override string ToString() => $"{base.ToString()}: {Cause.Message}";
}

/// <summary>The system listens.</summary>
public sealed class RemotingListenEvent(IList<Address> listenAddresses) : RemotingLifecycleEvent
{
    /// <summary>Where.</summary>
    public IList<Address> ListenAddresses { get; } = listenAddresses;

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    /// <inheritdoc />
    public override string ToString() => $"Remoting now listens on addresses: [{string.Join(", ", ListenAddresses)}]";
}

/// <summary>The system listens no more.</summary>
public sealed class RemotingShutdownEvent : RemotingLifecycleEvent
{
    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;

    /// <inheritdoc />
    public override string ToString() => "Remoting shut down";
}

/// <summary>An incarnation of a peer was given up; nothing is sent to it or taken from it any more.</summary>
public sealed class QuarantinedEvent(Address address, int uid) : RemotingLifecycleEvent
{
    /// <summary>Where it was.</summary>
    public Address Address { get; } = address;

    /// <summary>Which incarnation.</summary>
    public int Uid { get; } = uid;

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    /// <inheritdoc />
    public override string ToString() =>
        $"Association to [{Address}] having UID [{Uid}] is irrecoverably failed. UID is now quarantined and all " +
        "messages to this UID will be delivered to dead letters. Remote actor system must be restarted to recover " +
        "from this situation.";
}

/// <summary>A peer has given this system up.</summary>
public sealed class ThisActorSystemQuarantinedEvent(Address localAddress, Address remoteAddress)
    : RemotingLifecycleEvent
{
    /// <summary>This system.</summary>
    public Address LocalAddress { get; } = localAddress;

    /// <summary>The peer.</summary>
    public Address RemoteAddress { get; } = remoteAddress;

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;

    /// <inheritdoc />
    public override string ToString() =>
        $"The remote system {RemoteAddress} has quarantined this system {LocalAddress}.";
}
