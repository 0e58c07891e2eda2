using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// Holds what this node knows of the cluster, changes it when told to, tells the daemons of the other members every
/// change, merges what they tell, and tells subscribers.
/// </summary>
internal sealed partial class ClusterDaemon : ReceiveActor, IWithTimers
{
    private static readonly string[] Place = ["system", "cluster"];

    private readonly Cluster _cluster;
    private readonly CoordinatedShutdown _shutdown = CoordinatedShutdown.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ClusterSubscribers _subscribers = new(Context);
    private readonly List<Action> _whenUp = [];
    private readonly List<Action> _whenRemoved = [];
    private readonly TaskCompletionSource<Done> _exiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Done> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef _heartbeat;
    private Membership _membership = Membership.Empty;

    public ClusterDaemon(Cluster cluster)
    {
        _cluster = cluster;
        _splitWatch = cluster.Settings.SplitBrain is { } brain ? new SplitWatch(brain) : null;
        Receive<Subscribe>(Add);
        Receive<Unsubscribe>(unsubscribe => _subscribers.Remove(unsubscribe.Subscriber, unsubscribe.To));
        Receive<Terminated>(end => _subscribers.Forget(end.ActorRef));
        Receive<WhenUp>(when =>
        {
            if (_cluster.IsUp)
                Call(when.Callback);
            else
                _whenUp.Add(when.Callback);
        });
        Receive<WhenRemoved>(when => _whenRemoved.Add(when.Callback));
        Receive<LeaveNode>(leave => Leave(leave.Address));
        Receive<DownNode>(down => Down(down.Address));
        ReceiveJoining();
        ReceiveGossip();
        ReceiveLeading();
        ReceiveConnections();
        AddShutdownTasks();
    }

    public ITimerScheduler Timers { get; set; }

    private UniqueAddress SelfNode => _cluster.SelfUniqueAddress;

    private Member SelfMember => _membership.Of(SelfNode);

    private bool IsMember => SelfMember is not null;

    protected override void PreStart()
    {
        var (self, settings) = (SelfNode, _cluster.Settings);
        _heartbeat = Context.ActorOf(
            Props.Create(() => new ClusterHeartbeat(self, settings)).WithDispatcher(ClusterHeartbeat.Dispatcher),
            "heartbeat");
        StartTimers();
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        var seeds = settings.SeedNodes;
        if (seeds.IsEmpty)
            _cluster.Info("No seed-nodes configured, manual cluster join required");
        else
            Self.Tell(new JoinSeeds([.. seeds]));
    }

    protected override void PostStop()
    {
        _cluster.Info("Shutting down...");
        var before = _membership;
        _membership = Membership.Empty;
        _cluster.Show(_membership.StateFor(SelfNode, []));
        _cluster.MarkTerminated();
        _subscribers.Publish(ClusterEvent.ClusterShuttingDown.Instance);
        if (before.Of(SelfNode) is { } self)
        {
            var last = self.Status is MemberStatus.Down or MemberStatus.Exiting ? self : self.Copy(MemberStatus.Down);
            _subscribers.Publish(new ClusterEvent.MemberRemoved(last.Copy(MemberStatus.Removed), last.Status));
        }

        _whenRemoved.ForEach(Call);
        _exiting.TrySetResult(Done.Instance);
        _ended.TrySetResult(Done.Instance);
        _cluster.Info("Successfully shut down");
        if (_cluster.Settings.RunCoordinatedShutdownWhenDown)
            _shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    private void Leave(Address address)
    {
        if (_membership.Of(address) is { Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } member)
            Change(_membership.With(member, MemberStatus.Leaving));
    }

    private void Down(Address address)
    {
        if (_membership.Of(address) is { Status: not MemberStatus.Down } member)
            Change(_membership.With(member, MemberStatus.Down));
    }

    /// <summary>Takes a new view, tells everybody, and does what it means for this node.</summary>
    private void Change(Membership next)
    {
        var before = _membership;
        if (before.IsSameAs(next))
            return;
        _membership = next;
        Show();
        foreach (var happened in before.EventsTo(next, SelfNode))
        {
            if (happened is ClusterEvent.IMemberEvent { Member: var member })
                _cluster.Info($"{happened.GetType().Name} {member}");
            else if (happened is ClusterEvent.ReachabilityEvent)
                _log.Warning("Cluster Node [{0}] - {1}", _cluster.SelfAddress, happened);
            _subscribers.Publish(happened);
            if (happened is ClusterEvent.MemberRemoved removed)
                _cluster.Forget(removed.Member.UniqueAddress, removed.PreviousStatus);
        }

        Broadcast(before);
        WatchOthers();
        LeadSoon();
        FollowOwnStatus();
    }

    private void FollowOwnStatus()
    {
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
            case MemberStatus.Down:
                _log.Error("Cluster Node [{0}] was put out of the cluster and ends.", _cluster.SelfAddress);
                Context.Stop(Self);
                break;
        }
    }

    private void Show() => _cluster.Show(_membership.StateFor(SelfNode, SeenBy()));

    private void Add(Subscribe subscribe)
    {
        if (subscribe.Mode == ClusterEvent.InitialStateAsSnapshot)
        {
            subscribe.Subscriber.Tell(_membership.StateFor(SelfNode, SeenBy()));
        }
        else
        {
            foreach (var happened in Membership.Empty.EventsTo(_membership, SelfNode))
            {
                if (subscribe.To.Any(type => type.IsInstanceOfType(happened)))
                    subscribe.Subscriber.Tell(happened);
            }
        }

        _subscribers.Add(subscribe.Subscriber, subscribe.To);
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
            if (_cluster.SelfMember.Status is not (MemberStatus.Removed or MemberStatus.Down) && !_cluster.IsTerminated)
                self.Tell(new LeaveNode(_cluster.SelfAddress), ActorRefs.NoSender);
            else
                _exiting.TrySetResult(Done.Instance);
            return _exiting.Task;
        });
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => _exiting.Task);
        _shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed",
            () =>
            {
                self.Tell(ExitingCompleted.Instance, ActorRefs.NoSender);
                return _ended.Task;
            });
        _shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "wait-shutdown", () => _ended.Task);
    }

    /// <summary>Join the cluster of a node.</summary>
    public sealed record JoinTo(Address Node) : INoSerializationVerificationNeeded;

    /// <summary>Join the cluster of the first of these that answers.</summary>
    public sealed record JoinSeeds(IReadOnlyList<Address> Nodes) : INoSerializationVerificationNeeded;

    /// <summary>Let a node leave.</summary>
    public sealed record LeaveNode(Address Address) : INoSerializationVerificationNeeded;

    /// <summary>Put a node out.</summary>
    public sealed record DownNode(Address Address) : INoSerializationVerificationNeeded;

    /// <summary>Tell an actor of events.</summary>
    public sealed record Subscribe(
        IActorRef Subscriber, ClusterEvent.SubscriptionInitialStateMode Mode, IReadOnlyList<Type> To)
        : INoSerializationVerificationNeeded;

    /// <summary>Tell an actor no more.</summary>
    public sealed record Unsubscribe(IActorRef Subscriber, Type To) : INoSerializationVerificationNeeded;

    /// <summary>Call when this node is up.</summary>
    public sealed record WhenUp(Action Callback) : INoSerializationVerificationNeeded;

    /// <summary>Call when this node is no longer a member.</summary>
    public sealed record WhenRemoved(Action Callback) : INoSerializationVerificationNeeded;

    private sealed class ExitingCompleted
    {
        public static readonly ExitingCompleted Instance = new();
    }
}
