using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Runs on every node of a role and keeps one actor alive on the oldest of them, as its child. A node that leaves ends
/// the singleton with its termination message and then tells the others that it has; after a crash the next oldest
/// waits until the node was removed, and the margin.
/// </summary>
public sealed class ClusterSingletonManager : ReceiveActor, IWithTimers
{
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SuccessionLine _line;
    private readonly TimeSpan _removalMargin;
    private readonly TaskCompletionSource<Done> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<IActorRef> _successors = [];
    private IActorRef _singleton;
    private bool _ending;
    private bool _stopsAtEnd;

    /// <summary>Creates the manager.</summary>
    /// <exception cref="ArgumentException">This node lacks the role.</exception>
    public ClusterSingletonManager(
        Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        if (!string.IsNullOrEmpty(settings.Role) && !_cluster.SelfRoles.Contains(settings.Role))
            throw new ArgumentException(
                $"This cluster member [{_cluster.SelfAddress}] doesn't have the role [{settings.Role}]");
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
        _removalMargin = settings.RemovalMargin > TimeSpan.Zero
            ? settings.RemovalMargin
            : _cluster.Settings.DownRemovalMargin;
        _line = new SuccessionLine(_cluster.SelfUniqueAddress, settings.Role);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            _line.Start(state);
            TakeOver();
        });
        Receive<ClusterEvent.IMemberEvent>(Follow);
        Receive<RemovedLongAgo>(removed =>
        {
            _line.Clear(removed.Node);
            TakeOver();
        });
        Receive<HandOverDone>(done =>
        {
            _line.Clear(done.Node);
            TakeOver();
        });
        Receive<HandOverToMe>(_ =>
        {
            _successors.Add(Sender);
            End();
        });
        Receive<AskAgain>(_ => TakeOver());
        Receive<EndPlease>(_ => End());
        Receive<Terminated>(end => end.ActorRef.Equals(_singleton), _ => SingletonEnded());
        AddShutdownTask();
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; }

    /// <summary>The defaults.</summary>
    public static Config DefaultConfig() => ConfigurationFactory.Reference("singleton");

    /// <summary>Props of a manager whose singleton ends by a poison pill.</summary>
    public static Props Props(Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    /// <summary>Props of a manager.</summary>
    public static Props Props(
        Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonManager(singletonProps, terminationMessage, settings))
            .WithDispatcher(Dispatch.Dispatchers.InternalDispatcherId).WithDeploy(Deploy.Local);

    /// <inheritdoc />
    protected override void PreStart()
    {
        if (_cluster.IsTerminated)
            throw new ActorInitializationException("Cluster node must not be terminated");
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _ended.TrySetResult(Done.Instance);
    }

    private void Follow(ClusterEvent.IMemberEvent happened)
    {
        _line.Follow(happened);
        var isSelf = happened.Member.UniqueAddress == _cluster.SelfUniqueAddress;
        if (isSelf && happened is ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved)
        {
            _stopsAtEnd = true;
            End();
        }
        else if (happened is ClusterEvent.MemberRemoved { Member.UniqueAddress: var gone } && _line.IsAhead(gone))
        {
            if (_removalMargin > TimeSpan.Zero)
                Timers.StartSingleTimer(gone, new RemovedLongAgo(gone), _removalMargin);
            else
                _line.Clear(gone);
        }

        TakeOver();
    }

    private void TakeOver()
    {
        if (_ending || _singleton is not null || !_line.IsNext)
            return;
        if (_line.IsFirst)
        {
            Timers.Cancel(AskAgain.Instance);
            _log.Info("Singleton manager started singleton actor [{0}/{1}]", Self.Path, _settings.SingletonName);
            _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
            return;
        }

        foreach (var leaving in _line.Leaving)
            ManagerAt(leaving.Address).Tell(HandOverToMe.Instance);
        Timers.StartSingleTimer(AskAgain.Instance, AskAgain.Instance, _settings.HandOverRetryInterval);
    }

    private void End()
    {
        var isNew = !_ending;
        _ending = true;
        if (_singleton is null)
            TellEnd(toAll: isNew);
        else if (isNew)
            _singleton.Tell(_terminationMessage);
    }

    private void SingletonEnded()
    {
        _log.Info("Singleton actor [{0}] was terminated", _singleton.Path);
        if (!_ending)
            return;
        _singleton = null;
        TellEnd(toAll: true);
    }

    // The next oldest may not have seen this node leave yet, so all others are told without being asked.
    private void TellEnd(bool toAll)
    {
        var done = new HandOverDone(_cluster.SelfUniqueAddress);
        if (toAll)
        {
            foreach (var other in _line.Others(_cluster.State))
                ManagerAt(other.Address).Tell(done);
        }

        foreach (var successor in _successors)
            successor.Tell(done);
        _successors.Clear();
        _ended.TrySetResult(Done.Instance);
        if (_stopsAtEnd)
            Context.Stop(Self);
    }

    private ActorSelection ManagerAt(Address address) =>
        Context.ActorSelection(new RootActorPath(address) / Self.Path.Elements);

    private void AddShutdownTask()
    {
        var self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseClusterExiting, "singleton-exiting", () =>
            {
                if (_cluster.IsTerminated || _cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Removed)
                    return Task.FromResult(Done.Instance);
                self.Tell(EndPlease.Instance, ActorRefs.NoSender);
                return _ended.Task;
            });
    }

    private sealed record RemovedLongAgo(UniqueAddress Node) : INoSerializationVerificationNeeded;

    private sealed class AskAgain
    {
        public static readonly AskAgain Instance = new();
    }

    private sealed class EndPlease
    {
        public static readonly EndPlease Instance = new();
    }
}
