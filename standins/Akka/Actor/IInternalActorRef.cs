using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>What the library itself needs of a reference. The provider of references to other processes implements
/// this too.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The supervisor.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>Who made this reference.</summary>
    IActorRefProvider Provider { get; }

    /// <summary>Whether the actor has ended.</summary>
    bool IsTerminated { get; }

    /// <summary>The actor below, by names; .. goes up.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    /// <summary>Lets the actor go on after a failure.</summary>
    void Resume(Exception causedByFailure = null);

    /// <summary>Starts the actor.</summary>
    void Start();

    /// <summary>Ends the actor.</summary>
    void Stop();

    /// <summary>Puts a new instance in place of the actor.</summary>
    void Restart(Exception cause);

    /// <summary>Holds messages back until <see cref="Resume"/>.</summary>
    void Suspend();

    /// <summary>Sends a message of the library, which overtakes other messages.</summary>
    void SendSystemMessage(ISystemMessage message);
}
