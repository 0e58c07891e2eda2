using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>The cluster as seen from one member.</summary>
public class Cluster : IExtension
{
    private readonly IActorRef _daemon;
    private readonly ILoggingAdapter _log;
    private readonly RemoteTransport _transport;
    private ClusterEvent.CurrentClusterState _state = new();
    private Task _leaving;
    private volatile bool _terminated;

    /// <summary>Creates the extension.</summary>
    /// <exception cref="ConfigurationException">The system's references are not of a cluster.</exception>
    public Cluster(ActorSystemImpl system)
    {
        System = system;
        if (system.Provider is not IClusterActorRefProvider provider)
            throw new ConfigurationException(
                $"ActorSystem {system} needs to have a 'IClusterActorRefProvider' enabled in the configuration, " +
                $"currently uses {system.Provider.GetType().FullName}");
        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        SelfUniqueAddress = new UniqueAddress(provider.DefaultAddress, AddressUidExtension.Uid(system));
        _log = Logging.GetLogger(system, "Cluster");
        Info("Starting up...");
        _daemon = system.SystemActorOf(
            Props.Create(() => new ClusterDaemon(this)).WithDispatcher(Settings.UseDispatcher), "cluster");
        system.RegisterOnTermination(() => _terminated = true);
        _transport = ((RemoteActorRefProvider)system.Provider).Transport;
        _transport.IsWatchedElsewhere = address => State.Members.Any(member => member.Address == address);
        _transport.AssociationLost += lost => Tell(new ClusterDaemon.ConnectionLost(
            new UniqueAddress(lost.RemoteAddress, lost.Uid), lost.IsGone));
        Info("Started up successfully");
    }

    /// <summary>What configuration says.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>Where this node is, and which life.</summary>
    public UniqueAddress SelfUniqueAddress { get; }

    /// <summary>Where this node is.</summary>
    public Address SelfAddress => SelfUniqueAddress.Address;

    /// <summary>What this node is for.</summary>
    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    /// <summary>The cluster as this node sees it.</summary>
    public ClusterEvent.CurrentClusterState State => Volatile.Read(ref _state);

    /// <summary>This node; its status is Removed while it is no member.</summary>
    public Member SelfMember => State.Members.FirstOrDefault(m => m.UniqueAddress == SelfUniqueAddress)
        ?? Member.Removed(SelfUniqueAddress, Settings.Roles, Settings.AppVersion);

    /// <summary>Whether the cluster has ended on this node.</summary>
    public bool IsTerminated => _terminated;

    /// <summary>Whether this node is up.</summary>
    public bool IsUp => SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp;

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>The cluster of a system.</summary>
    public static Cluster Get(ActorSystem system) => system.WithExtension<Cluster, ClusterExtension>();

    /// <summary>Subscribes to events; the first message is the state as a whole.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) =>
        Subscribe(subscriber, ClusterEvent.InitialStateAsSnapshot, to);

    /// <summary>Subscribes to events.</summary>
    public void Subscribe(
        IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0)
            throw new ArgumentException("At least one `IClusterDomainEvent` class is required", nameof(to));
        if (!to.All(type => typeof(ClusterEvent.IClusterDomainEvent).IsAssignableFrom(type)))
            throw new ArgumentException(
                $"Subscribe to `IClusterDomainEvent` or subclasses, was [{string.Join(", ", to.Select(t => t.Name))}]",
                nameof(to));
        Tell(new ClusterDaemon.Subscribe(subscriber, initialStateMode, [.. to]));
    }

    /// <summary>Takes all subscriptions back.</summary>
    public void Unsubscribe(IActorRef subscriber) => Unsubscribe(subscriber, null);

    /// <summary>Takes one subscription back.</summary>
    public void Unsubscribe(IActorRef subscriber, Type to) => Tell(new ClusterDaemon.Unsubscribe(subscriber, to));

    /// <summary>Sends the state as a whole to an actor.</summary>
    public void SendCurrentClusterState(IActorRef receiver) => receiver.Tell(State, ActorRefs.NoSender);

    /// <summary>Joins the cluster of the node at an address; its own address forms a new one.</summary>
    public void Join(Address address) => Tell(new ClusterDaemon.JoinTo(Global(address)));

    /// <summary>Joins; done when this node is up.</summary>
    public Task JoinAsync(Address address, CancellationToken token = default) =>
        Joined(() => Join(address), $"address: {address}", token);

    /// <summary>Joins the cluster of the first of the nodes that answers.</summary>
    public void JoinSeedNodes(IEnumerable<Address> seedNodes) =>
        Tell(new ClusterDaemon.JoinSeeds([.. seedNodes.Select(Global)]));

    /// <summary>Joins; done when this node is up.</summary>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        var nodes = seedNodes.ToList();
        return Joined(() => JoinSeedNodes(nodes), $"addresses: [{string.Join(",", nodes)}]", token);
    }

    /// <summary>Lets a node leave.</summary>
    public void Leave(Address address)
    {
        if (Global(address) == SelfAddress)
            _ = LeaveAsync();
        else
            Tell(new ClusterDaemon.LeaveNode(Global(address)));
    }

    /// <summary>Lets this node leave; done when it is no longer a member.</summary>
    public Task LeaveAsync()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _leaving, left.Task, null) is { } before)
            return before;
        RegisterOnMemberRemoved(() => left.TrySetResult());
        Tell(new ClusterDaemon.LeaveNode(SelfAddress));
        return left.Task;
    }

    /// <summary>Lets this node leave; done when it is no longer a member.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => LeaveAsync().WaitAsync(cancellationToken);

    /// <summary>Puts a node out.</summary>
    public void Down(Address address) => Tell(new ClusterDaemon.DownNode(Global(address)));

    /// <summary>Called when this node is up, at once if it is.</summary>
    public void RegisterOnMemberUp(Action callback)
    {
        if (IsUp)
            callback();
        else
            Tell(new ClusterDaemon.WhenUp(callback));
    }

    /// <summary>Called when this node is no longer a member, at once if the cluster has ended.</summary>
    public void RegisterOnMemberRemoved(Action callback)
    {
        if (IsTerminated)
            callback();
        else
            Tell(new ClusterDaemon.WhenRemoved(callback));
    }

    /// <summary>The path by which other members reach an actor.</summary>
    public ActorPath RemotePathOf(IActorRef actorRef) => actorRef.Path.Address.HasGlobalScope
        ? actorRef.Path
        : (new RootActorPath(SelfAddress) / actorRef.Path.Elements).WithUid(actorRef.Path.Uid);

    /// <summary>Shows a new state to readers.</summary>
    internal void Show(ClusterEvent.CurrentClusterState state) => Volatile.Write(ref _state, state);

    /// <summary>A life of another node has ended: who watches its actors is told so. Nothing is sent to it or taken from
    /// it any more, after a pause if it left in an orderly way.</summary>
    internal void Forget(UniqueAddress gone, MemberStatus previousStatus)
    {
        if (previousStatus == MemberStatus.Down)
        {
            _transport.Quarantine(gone.Address, gone.Uid);
            return;
        }

        var association = _transport.AssociationTo(gone.Address);
        if (association.RemoteUid == gone.Uid)
            association.Watches.AddressTerminated();
        System.Scheduler.Advanced.ScheduleOnce(
            Settings.QuarantineRemovedNodeAfter, () => _transport.Quarantine(gone.Address, gone.Uid));
    }

    /// <summary>The cluster has ended on this node.</summary>
    internal void MarkTerminated() => _terminated = true;

    internal void Info(string text)
    {
        if (Settings.LogInfo)
            _log.Info("Cluster Node [{0}] - {1}", SelfAddress, text);
    }

    private void Tell(object message) => _daemon.Tell(message, ActorRefs.NoSender);

    private Address Global(Address address) =>
        address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;

    private Task Joined(Action join, string place, CancellationToken token)
    {
        if (IsTerminated)
            throw new ClusterJoinFailedException("Cluster has already been terminated");
        if (IsUp)
            return Task.CompletedTask;
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => up.TrySetException(new ClusterJoinFailedException(
            $"Node has not managed to join the cluster using provided {place}")));
        RegisterOnMemberUp(() => up.TrySetResult());
        join();
        return up.Task;
    }
}

/// <summary>The cluster could not be joined.</summary>
public class ClusterJoinFailedException(string message) : AkkaException(message);

/// <summary>Makes the cluster of a system.</summary>
public class ClusterExtension : ExtensionIdProvider<Cluster>
{
    /// <inheritdoc />
    public override Cluster CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}
