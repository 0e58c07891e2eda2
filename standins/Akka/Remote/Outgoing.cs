using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>A message that waits to be sent.</summary>
internal sealed class Outgoing(object message, IActorRef sender, RemoteActorRef recipient, long since)
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Who sent it, or null.</summary>
    public IActorRef Sender { get; } = sender;

    /// <summary>To whom.</summary>
    public RemoteActorRef Recipient { get; } = recipient;

    /// <summary>Since when it waits, in milliseconds of the process's clock.</summary>
    public long Since { get; } = since;

    /// <summary>The number by which the peer acknowledges a message of the library; 0 for those of users.</summary>
    public long Number { get; set; }

    /// <summary>Whether it is a message of the library, which must arrive.</summary>
    public bool IsSystem => Message is ISystemMessage;
}
