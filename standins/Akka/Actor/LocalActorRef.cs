using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A reference with a cell behind it.</summary>
public abstract class ActorRefWithCell : InternalActorRefBase
{
    /// <summary>The children.</summary>
    public abstract IEnumerable<IActorRef> Children { get; }

    /// <summary>The child of a name, or the reference to no actor.</summary>
    public abstract IInternalActorRef GetSingleChild(string name);
}

/// <summary>The reference to an actor of this process.</summary>
public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorSystemImpl _system;

    internal LocalActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType,
        IInternalActorRef supervisor, ActorPath path)
    {
        _system = system;
        Path = path;
        Cell = new ActorCell(system, this, props, dispatcher, supervisor, mailboxType);
    }

    /// <inheritdoc />
    public override ActorPath Path { get; }

    /// <summary>What stands around the actor.</summary>
    public ActorCell Cell { get; }

    /// <inheritdoc />
    public override IActorRefProvider Provider => _system.Provider;

    /// <inheritdoc />
    public override IInternalActorRef Parent => Cell.Parent;

    /// <inheritdoc />
    public override bool IsTerminated => Cell.IsTerminated;

    /// <inheritdoc />
    public override bool IsLocal => true;

    /// <inheritdoc />
    public override IEnumerable<IActorRef> Children => Cell.GetChildren();

    /// <inheritdoc />
    public override IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef at = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (name[i] == "")
                continue;
            if (at is not ActorRefWithCell cell)
                return at.GetChild([.. name.Skip(i)]);
            at = name[i] == ".." ? cell.Parent : cell.GetSingleChild(name[i]);
            if (at is Nobody)
                return at;
        }

        return at;
    }

    /// <inheritdoc />
    public override void Start() => Cell.Start();

    /// <inheritdoc />
    public override void Stop() => Cell.SendSystemMessage(new Terminate());

    /// <inheritdoc />
    public override void Suspend() => Cell.SendSystemMessage(new Suspend());

    /// <inheritdoc />
    public override void Resume(Exception causedByFailure = null) =>
        Cell.SendSystemMessage(new Resume(causedByFailure));

    /// <inheritdoc />
    public override void Restart(Exception cause) => Cell.SendSystemMessage(new Recreate(cause));

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) => Cell.SendSystemMessage(message);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender) => Cell.SendMessage(message, sender);
}

/// <summary>The reference to the top actor, which also knows names that are no actors: temp and deadLetters.</summary>
internal sealed class RootGuardianActorRef(
    ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType,
    IInternalActorRef supervisor, ActorPath path, IReadOnlyDictionary<string, IInternalActorRef> extraNames)
    : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    /// <inheritdoc />
    public override IInternalActorRef Parent => this;

    /// <inheritdoc />
    public override IInternalActorRef GetSingleChild(string name) =>
        extraNames.TryGetValue(name, out var extra) ? extra : base.GetSingleChild(name);
}
