using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster;

/// <summary>Holds the membership of this node, changes it when told to, and tells subscribers.</summary>
internal sealed class ClusterDaemon : ReceiveActor
{
    private readonly Cluster _cluster;
    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, HashSet<Type>> _subscribers = [];
    private readonly List<Action> _whenUp = [];
    private readonly List<Action> _whenRemoved = [];
    private readonly TaskCompletionSource<Done> _exiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Done> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Membership _membership = Membership.Empty;

    public ClusterDaemon(Cluster cluster)
    {
        _cluster = cluster;
        Receive<JoinTo>(join => Join(join.Nodes));
        Receive<LeaveNode>(leave => Leave(leave.Address));
        Receive<DownNode>(down => Down(down.Address));
        Receive<LeaderActions>(_ => Change(_membership.AfterLeaderActions(_cluster.Settings)));
        Receive<ExitingCompleted>(_ =>
        {
            Sender.Tell(Done.Instance);
            Context.Stop(Self);
        });
        Receive<Subscribe>(Add);
        Receive<Unsubscribe>(Remove);
        Receive<Terminated>(end => _subscribers.Remove(end.ActorRef));
        Receive<WhenUp>(when =>
        {
            if (_cluster.IsUp)
                Call(when.Callback);
            else
                _whenUp.Add(when.Callback);
        });
        Receive<WhenRemoved>(when => _whenRemoved.Add(when.Callback));
        AddShutdownTasks();
    }

    private Member SelfMember => _membership.Of(_cluster.SelfUniqueAddress);

    protected override void PreStart()
    {
        var seeds = _cluster.Settings.SeedNodes;
        if (seeds.IsEmpty)
            _cluster.Info("No seed-nodes configured, manual cluster join required");
        else
            Self.Tell(new JoinTo([.. seeds]));
    }

    protected override void PostStop()
    {
        _cluster.Info("Shutting down...");
        var before = _membership;
        _membership = Membership.Empty;
        _cluster.Show(_membership.State(_cluster.SelfAddress));
        _cluster.MarkTerminated();
        Publish(ClusterEvent.ClusterShuttingDown.Instance);
        foreach (var happened in before.EventsTo(_membership))
            Publish(happened);
        _whenRemoved.ForEach(Call);
        _exiting.TrySetResult(Done.Instance);
        _ended.TrySetResult(Done.Instance);
        _cluster.Info("Successfully shut down");
        if (_cluster.Settings.RunCoordinatedShutdownWhenDown)
            _shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    private void Join(IReadOnlyList<Address> nodes)
    {
        if (SelfMember is not null)
            return;
        if (nodes.Count == 0 || nodes[0] != _cluster.SelfAddress)
        {
            _log.Warning(
                "This stand-in forms clusters of one node only: it can join its own address {0}, not [{1}].",
                _cluster.SelfAddress, string.Join(", ", nodes));
            return;
        }

        var self = Member.Create(_cluster.SelfUniqueAddress, _cluster.Settings.Roles, _cluster.Settings.AppVersion);
        _cluster.Info($"is JOINING itself (with roles [{string.Join(",", self.Roles)}]) and forming a new cluster");
        Change(_membership.With(self).AfterLeaderActions(_cluster.Settings));
    }

    private void Leave(Address address)
    {
        var member = _membership.Of(address);
        if (member?.Status is not (MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up))
            return;
        Change(_membership.With(member, MemberStatus.Leaving));
        Self.Tell(LeaderActions.Instance);
    }

    private void Down(Address address)
    {
        if (_membership.Of(address) is not { } member || member.Status == MemberStatus.Down)
            return;
        Change(_membership.With(member, MemberStatus.Down));
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
            Context.Stop(Self);
        else
            Change(_membership.Without(_membership.Of(address)));
    }

    private void Change(Membership next)
    {
        var before = _membership;
        _membership = next;
        _cluster.Show(next.State(_cluster.SelfAddress));
        foreach (var happened in before.EventsTo(next))
        {
            if (happened is ClusterEvent.IMemberEvent { Member: var member })
                _cluster.Info($"{happened.GetType().Name} {member}");
            Publish(happened);
        }

        switch (SelfMember?.Status)
        {
            case MemberStatus.Up:
                _whenUp.ForEach(Call);
                _whenUp.Clear();
                break;
            case MemberStatus.Exiting:
                _exiting.TrySetResult(Done.Instance);
                _shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
                break;
        }
    }

    private void Add(Subscribe subscribe)
    {
        if (subscribe.Mode == ClusterEvent.InitialStateAsSnapshot)
        {
            subscribe.Subscriber.Tell(_membership.State(_cluster.SelfAddress));
        }
        else
        {
            foreach (var happened in Membership.Empty.EventsTo(_membership))
            {
                if (subscribe.To.Any(type => type.IsInstanceOfType(happened)))
                    subscribe.Subscriber.Tell(happened);
            }
        }

        if (!_subscribers.TryGetValue(subscribe.Subscriber, out var types))
        {
            _subscribers[subscribe.Subscriber] = types = [];
            Context.Watch(subscribe.Subscriber);
        }

        types.UnionWith(subscribe.To);
    }

    private void Remove(Unsubscribe unsubscribe)
    {
        if (!_subscribers.TryGetValue(unsubscribe.Subscriber, out var types))
            return;
        if (unsubscribe.To is not null)
            types.Remove(unsubscribe.To);
        if (unsubscribe.To is not null && types.Count > 0)
            return;
        _subscribers.Remove(unsubscribe.Subscriber);
        Context.Unwatch(unsubscribe.Subscriber);
    }

    private void Publish(ClusterEvent.IClusterDomainEvent happened)
    {
        foreach (var (subscriber, types) in _subscribers)
        {
            if (types.Any(type => type.IsInstanceOfType(happened)))
                subscriber.Tell(happened);
        }
    }

    private void Call(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception failure)
        {
            _log.Error(failure, "A callback for a change of this member failed");
        }
    }

    private void AddShutdownTasks()
    {
        var self = Self;
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () =>
        {
            if (_cluster.IsUp || _cluster.SelfMember.Status == MemberStatus.Joining)
                self.Tell(new LeaveNode(_cluster.SelfAddress), ActorRefs.NoSender);
            else
                _exiting.TrySetResult(Done.Instance);
            return _exiting.Task;
        });
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => _exiting.Task);
        _shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed",
            () => _cluster.IsTerminated
                ? Task.FromResult(Done.Instance)
                : self.Ask<Done>(
                    ExitingCompleted.Instance, _shutdown.Timeout(CoordinatedShutdown.PhaseClusterExitingDone)));
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "wait-shutdown", () => _ended.Task);
    }

    /// <summary>Join the cluster of one of these.</summary>
    public sealed record JoinTo(IReadOnlyList<Address> Nodes);

    /// <summary>Let a node leave.</summary>
    public sealed record LeaveNode(Address Address);

    /// <summary>Put a node out.</summary>
    public sealed record DownNode(Address Address);

    /// <summary>Tell an actor of events.</summary>
    public sealed record Subscribe(
        IActorRef Subscriber, ClusterEvent.SubscriptionInitialStateMode Mode, IReadOnlyList<Type> To);

    /// <summary>Tell an actor no more.</summary>
    public sealed record Unsubscribe(IActorRef Subscriber, Type To);

    /// <summary>Call when this node is up.</summary>
    public sealed record WhenUp(Action Callback);

    /// <summary>Call when this node is no longer a member.</summary>
    public sealed record WhenRemoved(Action Callback);

    private sealed class LeaderActions
    {
        public static readonly LeaderActions Instance = new();
    }

    private sealed class ExitingCompleted
    {
        public static readonly ExitingCompleted Instance = new();
    }
}
