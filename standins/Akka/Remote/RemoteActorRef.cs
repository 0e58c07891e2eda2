using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>A reference to an actor of another system; what it is told goes there.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly Association _association;
    private string _wirePath;

    internal RemoteActorRef(IActorRefProvider provider, Association association, ActorPath path)
    {
        Provider = provider;
        _association = association;
        Path = path;
    }

    /// <inheritdoc />
    public override ActorPath Path { get; }

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc />
    public override IInternalActorRef Parent => new RemoteActorRef(Provider, _association, Path.Parent);

    /// <summary>Nobody here knows; always false.</summary>
    public override bool IsTerminated => false;

    /// <inheritdoc />
    public override bool IsLocal => false;

    /// <summary>The path as it is sent.</summary>
    internal string WirePath => _wirePath ??= Path.ToSerializationFormat();

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        var path = name.Where(step => step.Length > 0)
            .Aggregate(Path, (at, step) => step == ".." ? at.Parent : at / step);
        return ReferenceEquals(path, Path) ? this : new RemoteActorRef(Provider, _association, path);
    }

    /// <inheritdoc />
    public override void Start() { }

    /// <inheritdoc />
    public override void Stop() => SendSystemMessage(new Terminate());

    /// <inheritdoc />
    public override void Suspend() => throw Unsupervised();

    /// <inheritdoc />
    public override void Resume(Exception causedByFailure = null) => throw Unsupervised();

    /// <inheritdoc />
    public override void Restart(Exception cause) => throw Unsupervised();

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                _association.Watches.Add(this, watch.Watcher);
                break;
            case Unwatch unwatch:
                _association.Watches.Remove(this, unwatch.Watcher);
                break;
            case DeathWatchNotification gone:
                _association.Watches.Forget((IInternalActorRef)gone.Actor, this);
                break;
            case not Terminate:
                throw new NotSupportedException($"{message.GetType()} cannot be sent to another system.");
        }

        _association.Send(message, ActorRefs.NoSender, this);
    }

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender) => _association.Send(message, sender, this);

    private NotSupportedException Unsupervised() =>
        new($"{Path} is an actor of another system; only its own parent there supervises it.");
}
