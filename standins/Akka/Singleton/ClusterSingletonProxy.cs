using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Finds the singleton wherever it is and passes everything on to it; what comes before it is found
/// waits.</summary>
public sealed class ClusterSingletonProxy : ReceiveActor, IWithTimers
{
    private readonly ClusterSingletonProxySettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<(object Message, IActorRef Sender)> _waiting = new();
    private readonly MembersByAge _members;
    private readonly string[] _path;
    private IActorRef _singleton;
    private int _search;

    /// <summary>Creates the proxy.</summary>
    public ClusterSingletonProxy(string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        _settings = settings;
        _path = [.. singletonManagerPath.Split('/', StringSplitOptions.RemoveEmptyEntries), settings.SingletonName];
        _members = new MembersByAge(settings.Role);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            _members.Start(state);
            Search();
        });
        Receive<ClusterEvent.MemberRemoved>(
            removed => removed.Member.UniqueAddress == _cluster.SelfUniqueAddress, _ => Context.Stop(Self));
        Receive<ClusterEvent.IMemberEvent>(happened =>
        {
            if (_members.Follow(happened))
                Search();
        });
        Receive<Look>(_ => LookForSingleton());
        Receive<ActorIdentity>(identity => Equals(identity.MessageId, _search), Found);
        Receive<Terminated>(end => end.ActorRef.Equals(_singleton), _ => Search());
        ReceiveAny(PassOn);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; }

    /// <summary>The defaults.</summary>
    public static Config DefaultConfig() => ClusterSingletonManager.DefaultConfig();

    /// <summary>Props of a proxy.</summary>
    public static Props Props(string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonProxy(singletonManagerPath, settings))
            .WithDispatcher(Dispatch.Dispatchers.InternalDispatcherId).WithDeploy(Deploy.Local);

    /// <inheritdoc />
    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    /// <inheritdoc />
    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Search()
    {
        _singleton = null;
        _search++;
        var interval = _settings.SingletonIdentificationInterval;
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, interval);
    }

    private void LookForSingleton()
    {
        if (_members.Oldest is { } oldest)
            Context.ActorSelection(new RootActorPath(oldest.Address) / _path).Tell(new Identify(_search));
    }

    private void Found(ActorIdentity identity)
    {
        if (identity.Subject is null)
            return;
        _log.Info("Singleton identified at [{0}]", identity.Subject.Path);
        _singleton = Context.Watch(identity.Subject);
        Timers.Cancel(Look.Instance);
        while (_waiting.TryDequeue(out var waiting))
            _singleton.Tell(waiting.Message, waiting.Sender);
    }

    private void PassOn(object message)
    {
        if (_singleton is not null)
        {
            _singleton.Forward(message);
            return;
        }

        if (_settings.BufferSize == 0)
            return;
        if (_waiting.Count == _settings.BufferSize)
            _log.Debug("Singleton not available, buffer is full, dropping first message [{0}]", _waiting.Dequeue());
        _waiting.Enqueue((message, Sender));
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}
