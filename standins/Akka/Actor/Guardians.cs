using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Asks a guardian to end one of its children.</summary>
internal sealed class StopChild(IActorRef child)
{
    /// <summary>The child.</summary>
    public IActorRef Child { get; } = child;
}

/// <summary>The parent of actors made by users. When it fails for good the whole system ends.</summary>
public class GuardianActor : ActorBase
{
    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        if (message is StopChild stop)
            Context.Stop(stop.Child);
        else
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
        return true;
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message) { }
}

/// <summary>The parent of actors made by the library. It ends after the user guardian.</summary>
public class SystemGuardianActor(IActorRef userGuardian) : ActorBase
{
    /// <inheritdoc />
    protected override void PreStart() => Context.Watch(userGuardian);

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                Context.System.EventStream.StopDefaultLoggers(Context.System);
                Context.Stop(Self);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message) { }
}

/// <summary>The top actor. It ends after the system guardian.</summary>
internal sealed class RootGuardianActor : ActorBase
{
    private IActorRef _systemGuardian;

    /// <summary>Names the guardians to watch.</summary>
    internal sealed record Adopt(IActorRef User, IActorRef System);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Adopt adopt:
                _systemGuardian = adopt.System;
                Context.Watch(_systemGuardian);
                break;
            case Terminated:
                Context.Stop(Self);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    // A guardian that fails is not tried again.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
}
