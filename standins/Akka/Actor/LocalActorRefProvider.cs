using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>References inside one process.</summary>
public class LocalActorRefProvider : IActorRefProvider
{
    private readonly Dictionary<string, IInternalActorRef> _extraNames = [];
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TempContainerRef _temp;
    private readonly ActorPath _tempNode;
    private long _tempNumber;
    private ActorSystemImpl _system;

    /// <summary>Creates the provider of a system.</summary>
    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        Settings = settings;
        EventStream = eventStream;
        Deployer = new Deployer(settings);
        RootPath = new RootActorPath(new Address("akka", systemName));
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters", eventStream);
        IgnoreRef = new IgnoreActorRef(this);
        _tempNode = RootPath / "temp";
        _temp = new TempContainerRef(this, _tempNode);
    }

    /// <inheritdoc />
    public IActorRef DeadLetters { get; }

    /// <inheritdoc />
    public IActorRef IgnoreRef { get; }

    /// <inheritdoc />
    public Deployer Deployer { get; }

    /// <inheritdoc />
    public IInternalActorRef RootGuardian { get; private set; }

    /// <inheritdoc />
    public ActorPath RootPath { get; }

    /// <inheritdoc />
    public Settings Settings { get; }

    /// <inheritdoc />
    public LocalActorRef SystemGuardian { get; private set; }

    /// <inheritdoc />
    public LocalActorRef Guardian { get; private set; }

    /// <inheritdoc />
    public IInternalActorRef TempContainer => _temp;

    /// <inheritdoc />
    public Task TerminationTask => _terminated.Task;

    /// <inheritdoc />
    public virtual Address DefaultAddress => RootPath.Address;

    /// <summary>The event stream.</summary>
    public EventStream EventStream { get; }

    /// <inheritdoc />
    public virtual void Init(ActorSystemImpl system)
    {
        _system = system;
        var dispatcher = system.Dispatchers.Lookup(Dispatchers.InternalDispatcherId);
        var mailbox = system.Mailboxes.Lookup(Mailboxes.DefaultMailboxId);
        var supervisor = new RootGuardianSupervisor(this, _terminated);
        _extraNames["temp"] = _temp;
        _extraNames["deadLetters"] = (IInternalActorRef)DeadLetters;
        var root = new RootGuardianActorRef(
            system, Props.Create<RootGuardianActor>(), dispatcher, mailbox, supervisor, RootPath, _extraNames);
        RootGuardian = root;
        var strategy = Props.Create<GuardianActor>().WithSupervisorStrategy(
            SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create());
        Guardian = (LocalActorRef)root.Cell.AttachChild(strategy, false, "user");
        SystemGuardian = (LocalActorRef)root.Cell.AttachChild(
            Props.Create(() => new SystemGuardianActor(Guardian)), true, "system");
        root.Start();
        root.Tell(new RootGuardianActor.Adopt(Guardian, SystemGuardian), ActorRefs.NoSender);
    }

    /// <inheritdoc />
    public ActorPath TempPath() =>
        _tempNode / Interlocked.Increment(ref _tempNumber).ToString("x", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _temp.Add(path.Name, actorRef);

    /// <inheritdoc />
    public void UnregisterTempActor(ActorPath path) => _temp.Remove(path.Name);

    /// <inheritdoc />
    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => new(tcs, this);

    /// <summary>Makes further names under the top findable.</summary>
    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames.Add(name, actor);

    /// <inheritdoc />
    public virtual IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService,
        Deploy deploy, bool lookupDeploy, bool async)
    {
        if (lookupDeploy && Deployer.Lookup(path) is { } configured)
        {
            deploy = configured.WithFallback(deploy);
            props = props.WithDeploy(deploy);
        }

        var id = props.Deploy.Dispatcher == Deploy.NoDispatcherGiven
            ? Dispatchers.DefaultDispatcherId
            : props.Deploy.Dispatcher;
        if (!system.Dispatchers.HasDispatcher(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured for path {path}");
        var dispatcher = system.Dispatchers.Lookup(id);
        var mailbox = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator?.Config);
        return new LocalActorRef(system, props, dispatcher, mailbox, supervisor, path);
    }

    /// <inheritdoc />
    public virtual IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetters;

    /// <inheritdoc />
    public virtual IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (actorPath.Address != RootPath.Address && actorPath.Address != DefaultAddress)
            return DeadLetters;
        var found = RootGuardian.GetChild(actorPath.Elements);
        return found is Nobody || !IsWanted(actorPath, found)
            ? new EmptyLocalActorRef(this, Local(actorPath), EventStream)
            : found;
    }

    /// <inheritdoc />
    public virtual IActorRef RootGuardianAt(Address address) =>
        address == RootPath.Address || address == DefaultAddress ? RootGuardian : DeadLetters;

    /// <inheritdoc />
    public virtual Address GetExternalAddressFor(Address address) =>
        address == RootPath.Address || address == DefaultAddress ? address : null;

    /// <summary>Whether the actor found at a path is the one that was meant. Inside one process the incarnation is not
    /// looked at, as in the original.</summary>
    protected virtual bool IsWanted(ActorPath path, IActorRef found) => true;

    private ActorPath Local(ActorPath path) => (RootPath / path.Elements).WithUid(path.Uid);

    /// <summary>Stands above the top actor, and learns of its end.</summary>
    private sealed class RootGuardianSupervisor(LocalActorRefProvider provider, TaskCompletionSource terminated)
        : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.RootPath / "_Root-guardian-supervisor";

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(ISystemMessage message)
        {
            switch (message)
            {
                case Failed failed:
                    provider.EventStream.Publish(new Error(
                        failed.Cause, Path.ToString(), GetType(), "guardian failed, shutting down!"));
                    ((IInternalActorRef)failed.Child).Stop();
                    break;
                case DeathWatchNotification:
                    terminated.TrySetResult();
                    break;
            }
        }
    }

    /// <summary>The parent of the references of questions.</summary>
    private sealed class TempContainerRef(LocalActorRefProvider provider, ActorPath path) : MinimalActorRef
    {
        private readonly ConcurrentDictionary<string, IInternalActorRef> _refs = new();

        public override ActorPath Path => path;

        public override IActorRefProvider Provider => provider;

        public override IInternalActorRef Parent => provider.RootGuardian;

        public void Add(string name, IInternalActorRef actor) => _refs[name] = actor;

        public void Remove(string name) => _refs.TryRemove(name, out _);

        public override IActorRef GetChild(IReadOnlyList<string> name) =>
            name.Count == 0 ? this : _refs.TryGetValue(name[0], out var found) ? found : ActorRefs.Nobody;
    }

    /// <summary>Drops everything in silence.</summary>
    private sealed class IgnoreActorRef(LocalActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems")) / "ignore";

        public override IActorRefProvider Provider => provider;
    }
}
