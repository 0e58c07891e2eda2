using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Runs on every node of a role and keeps one actor alive on the oldest of them, as its child. When the node leaves
/// the singleton gets its termination message and is waited for.
/// </summary>
public sealed class ClusterSingletonManager : ReceiveActor
{
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MembersByAge _members;
    private readonly List<IActorRef> _waitingForEnd = [];
    private IActorRef _singleton;
    private bool _ending;

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
        _members = new MembersByAge(settings.Role);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            _members.Start(state);
            StartIfOldest();
        });
        Receive<ClusterEvent.MemberRemoved>(
            removed => removed.Member.UniqueAddress == _cluster.SelfUniqueAddress, _ => End());
        Receive<ClusterEvent.IMemberEvent>(happened =>
        {
            if (_members.Follow(happened))
                StartIfOldest();
        });
        Receive<EndPlease>(_ =>
        {
            _waitingForEnd.Add(Sender);
            End();
        });
        Receive<Terminated>(end => end.ActorRef.Equals(_singleton), _ => SingletonEnded());
        AddShutdownTask();
    }

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
        AnswerWaiting();
    }

    private void StartIfOldest()
    {
        if (_ending || _singleton is not null || _members.Oldest?.UniqueAddress != _cluster.SelfUniqueAddress)
            return;
        _log.Info("Singleton manager started singleton actor [{0}/{1}]", Self.Path, _settings.SingletonName);
        _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
    }

    private void End()
    {
        if (_ending)
            return;
        _ending = true;
        if (_singleton is null)
            Context.Stop(Self);
        else
            _singleton.Tell(_terminationMessage);
    }

    private void SingletonEnded()
    {
        _log.Info("Singleton actor [{0}] was terminated", _singleton.Path);
        if (_ending)
            Context.Stop(Self);
    }

    private void AnswerWaiting()
    {
        foreach (var waiting in _waitingForEnd)
            waiting.Tell(Done.Instance);
        _waitingForEnd.Clear();
    }

    private void AddShutdownTask()
    {
        var self = Self;
        var shutdown = CoordinatedShutdown.Get(Context.System);
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExiting, "singleton-exiting",
            () => _cluster.IsTerminated || _cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Removed
                ? Task.FromResult(Done.Instance)
                : self.Ask<Done>(
                    EndPlease.Instance, shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting)));
    }

    private sealed class EndPlease
    {
        public static readonly EndPlease Instance = new();
    }
}
