using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>
/// Has the shards of one type on one node and sends messages to where their shards are. As a proxy, it has none.
/// </summary>
public sealed partial class ShardRegion : ActorBase, IWithTimers
{
    private static readonly TimeSpan FirstRegistration = TimeSpan.FromMilliseconds(100);

    private readonly string _typeName;
    private readonly Func<string, Props> _entityProps;
    private readonly ClusterShardingSettings _settings;
    private readonly string _coordinatorPath;
    private readonly IMessageExtractor _extractor;
    private readonly object _handOffStopMessage;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TaskCompletionSource<Done> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Homes that are known, own shards, and what waits for shards without a home or not ready yet.
    private readonly Dictionary<string, IActorRef> _homes = [];
    private readonly Dictionary<string, IActorRef> _shards = [];
    private readonly HashSet<string> _starting = [];
    private readonly HashSet<IActorRef> _handingOff = [];
    private readonly ShardBuffers _waiting;
    private Tools.Singleton.MembersByAge _members;
    private IActorRef _coordinator;
    private IActorRef _lastCoordinator;
    private CoordinatorView _lastView = CoordinatorView.None;
    private TimeSpan _nextRegistration = FirstRegistration;
    private bool _shuttingDown;

    /// <summary>Only the library makes regions.</summary>
    public ShardRegion(
        string typeName, Func<string, Props> entityProps, ClusterShardingSettings settings, string coordinatorPath,
        IMessageExtractor extractor, object handOffStopMessage)
    {
        _typeName = typeName;
        _entityProps = entityProps;
        _settings = settings;
        _coordinatorPath = coordinatorPath;
        _extractor = new EnvelopeExtractor(extractor);
        _handOffStopMessage = handOffStopMessage;
        _members = new Tools.Singleton.MembersByAge(settings.Role);
        _waiting = new ShardBuffers(settings.TuningParameters.BufferSize);
        AddShutdownTask();
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; }

    /// <inheritdoc />
    protected override void PreStart()
    {
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));
        var interval = _settings.TuningParameters.RetryInterval;
        Timers.StartPeriodicTimer(Retry.Instance, Retry.Instance, interval);
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _coordinator?.Tell(new RegionStopped(Self));
        _cluster.Unsubscribe(Self);
        _stopped.TrySetResult(Done.Instance);
    }

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated end:
                HandleEnd(end.ActorRef);
                return true;
            case ShardReady ready:
                _starting.Remove(ready.Shard);
                Deliver(ready.Shard, Sender);
                return true;
            case ClusterEvent.CurrentClusterState state:
                _members.Start(state);
                StartRegistration();
                return true;
            case ClusterEvent.IMemberEvent happened:
                Follow(happened);
                return true;
            case IShardingMessage told:
                HandleCoordinator(told);
                return true;
            case IShardRegionQuery query:
                Answer(query);
                return true;
            case GracefulShutdown:
                BeginShutdown();
                return true;
            case Retry:
                TryAgain();
                return true;
            case RegisterAgain:
                if (_coordinator is null)
                    RegisterNow();
                return true;
            case ShutdownTimeout:
                _log.Warning("{0}: Graceful shutdown of shard region timed out, region will be stopped", _typeName);
                Context.Stop(Self);
                return true;
            case RestartShard restart:
                if (_homes.TryGetValue(restart.Shard, out var home) && home.Equals(Self))
                    ShardOf(restart.Shard);
                return true;
            default:
                return Route(message);
        }
    }

    private bool Route(object message)
    {
        var entity = _extractor.EntityId(message);
        if (entity is null)
        {
            _log.Warning(
                "{0}: Message does not have an extractor defined in shard so it was ignored: {1}", _typeName, message);
            return false;
        }

        var shard = _extractor.ShardId(entity, message);
        if (string.IsNullOrEmpty(shard))
        {
            _log.Warning("{0}: Shard must not be empty, dropping message [{1}]", _typeName, message.GetType().Name);
            Context.System.DeadLetters.Tell(message);
            return true;
        }

        if (!_homes.TryGetValue(shard, out var home))
        {
            if (!_waiting.Has(shard))
                _coordinator?.Tell(new GetShardHome(shard));
            Keep(shard, message);
        }
        else if (!home.Equals(Self))
        {
            home.Tell(message, Sender);
        }
        else if (ShardOf(shard) is not { } own)
        {
            Keep(shard, message);
        }
        else
        {
            own.Tell(message, Sender);
        }

        return true;
    }

    private void Keep(string shard, object message)
    {
        if (_waiting.TryKeep(shard, message, Sender))
            return;
        _log.Warning("{0}: Buffer is full, dropping message for shard [{1}]", _typeName, shard);
        Context.System.DeadLetters.Tell(message);
    }

    private void Deliver(string shard, IActorRef to)
    {
        foreach (var (message, sender) in _waiting.Take(shard))
            to.Tell(message, sender);
    }

    // The own shard, started if need be; null while it is not ready.
    private IActorRef ShardOf(string shard)
    {
        if (_starting.Contains(shard) || _entityProps is null)
            return null;
        if (_shards.TryGetValue(shard, out var known))
            return known;
        _starting.Add(shard);
        _shards[shard] = Context.Watch(Context.ActorOf(
            Props.Create(() => new Shard(_typeName, shard, _entityProps, _settings, _extractor, _handOffStopMessage))
                .WithDispatcher(Context.Props.Dispatcher ?? Dispatch.Dispatchers.DefaultDispatcherId),
            Uri.EscapeDataString(shard)));
        return null;
    }

    private void HandleEnd(IActorRef actor)
    {
        if (actor.Equals(_coordinator))
        {
            _coordinator = null;
            StartRegistration();
            return;
        }

        var shard = _shards.FirstOrDefault(own => own.Value.Equals(actor)).Key;
        if (shard is null)
        {
            foreach (var gone in _homes.Where(home => home.Value.Equals(actor)).Select(home => home.Key).ToList())
                _homes.Remove(gone);
            return;
        }

        _shards.Remove(shard);
        _starting.Remove(shard);
        if (_handingOff.Remove(actor))
            _homes.Remove(shard);
        else if (!_shuttingDown)
            // Its home is still here; it is started again by a message or after a pause.
            Timers.StartSingleTimer(
                shard, new RestartShard(shard), _settings.TuningParameters.ShardFailureBackoff);
        EndIfDone();
    }

    private sealed class Retry
    {
        public static readonly Retry Instance = new();
    }

    private sealed class RegisterAgain
    {
        public static readonly RegisterAgain Instance = new();
    }

    private sealed class ShutdownTimeout
    {
        public static readonly ShutdownTimeout Instance = new();
    }

    private sealed record RestartShard(string Shard);

    /// <summary>Starts an entity without telling it anything.</summary>
    public sealed class StartEntity(string entityId) : IClusterShardingSerializable, IEquatable<StartEntity>
    {
        /// <summary>The entity.</summary>
        public readonly string EntityId = entityId;

        /// <inheritdoc />
        public bool Equals(StartEntity other) => other is not null && EntityId == other.EntityId;

        /// <inheritdoc />
        public override bool Equals(object obj) => Equals(obj as StartEntity);

        /// <inheritdoc />
        public override int GetHashCode() => EntityId.GetHashCode();

        /// <inheritdoc />
        public override string ToString() => $"StartEntity({EntityId})";
    }
}
