using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>Has entities as its children, starts them at their first message, and ends them.</summary>
internal sealed class Shard : ActorBase, IWithTimers
{
    private readonly string _typeName;
    private readonly string _shardId;
    private readonly Func<string, Props> _entityProps;
    private readonly ClusterShardingSettings _settings;
    private readonly IMessageExtractor _extractor;
    private readonly object _handOffStopMessage;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Entity> _entities = [];
    private readonly Dictionary<IActorRef, Entity> _byRef = [];
    private readonly ShardBuffers _waiting;
    private IActorRef _handOffStopper;

    public Shard(
        string typeName, string shardId, Func<string, Props> entityProps, ClusterShardingSettings settings,
        IMessageExtractor extractor, object handOffStopMessage)
    {
        _typeName = typeName;
        _shardId = shardId;
        _entityProps = entityProps;
        _settings = settings;
        _extractor = extractor;
        _handOffStopMessage = handOffStopMessage;
        _waiting = new ShardBuffers(settings.TuningParameters.BufferSize);
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        if (_settings.PassivatesIdleEntities)
            Timers.StartPeriodicTimer(
                LookForIdle.Instance, LookForIdle.Instance, _settings.PassivateIdleEntityAfter / 2);
        Context.Parent.Tell(new ShardReady(_shardId));
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case EntityEnded ended:
                HandleEnd(ended.Ref);
                return true;
            case HandOff handOff when handOff.Shard == _shardId:
                BeginHandOff(Sender);
                return true;
            case ShardRegion.StartEntity start:
                Start(start.EntityId);
                return true;
            case Passivate passivate:
                Passivate(Sender, passivate.StopMessage);
                return true;
            case GetShardState:
                Sender.Tell(new ShardState(_shardId, _entities.Keys.ToImmutableHashSet()));
                return true;
            case LookForIdle:
                PassivateIdle();
                return true;
        }

        var id = _extractor.EntityId(message);
        if (string.IsNullOrEmpty(id))
        {
            _log.Warning("{0}: Id must not be empty, dropping message [{1}]", _typeName, message.GetType().Name);
            Context.System.DeadLetters.Tell(new Dropped(message, "No recipient entity id", Sender, Self));
            return true;
        }

        Deliver(id, message);
        return true;
    }

    private void Deliver(string id, object message)
    {
        if (_entities.TryGetValue(id, out var entity) && entity.IsPassivating)
        {
            if (!_waiting.TryKeep(id, message, Sender))
                Context.System.DeadLetters.Tell(new Dropped(message, "Buffer is full", Sender, Self));
            return;
        }

        entity ??= Create(id);
        entity.LastMessage = Stopwatch.GetTimestamp();
        entity.Ref.Tell(_extractor.EntityMessage(message), Sender);
    }

    private void Start(string id)
    {
        if (_entities.TryGetValue(id, out var entity) && entity.IsPassivating)
        {
            _waiting.TryKeep(id, new ShardRegion.StartEntity(id), Sender);
            return;
        }

        entity ??= Create(id);
        entity.LastMessage = Stopwatch.GetTimestamp();
        Sender.Tell(new StartEntityAck(id, _shardId));
    }

    private Entity Create(string id)
    {
        var actor = Context.ActorOf(_entityProps(id), Uri.EscapeDataString(id));
        Context.WatchWith(actor, new EntityEnded(actor));
        var entity = new Entity(id, actor);
        _entities[id] = entity;
        _byRef[actor] = entity;
        return entity;
    }

    private void Passivate(IActorRef actor, object stopMessage)
    {
        if (!_byRef.TryGetValue(actor, out var entity) || entity.IsPassivating)
            return;
        entity.IsPassivating = true;
        actor.Tell(stopMessage);
    }

    private void PassivateIdle()
    {
        foreach (var entity in _entities.Values)
        {
            if (!entity.IsPassivating
                && Stopwatch.GetElapsedTime(entity.LastMessage) >= _settings.PassivateIdleEntityAfter)
                Passivate(entity.Ref, _handOffStopMessage);
        }
    }

    private void HandleEnd(IActorRef actor)
    {
        if (!_byRef.Remove(actor, out var entity))
            return;
        _entities.Remove(entity.Id);
        foreach (var (message, sender) in _waiting.Take(entity.Id))
        {
            if (message is ShardRegion.StartEntity)
            {
                Create(entity.Id);
                sender.Tell(new StartEntityAck(entity.Id, _shardId));
                continue;
            }

            if (!_entities.TryGetValue(entity.Id, out var again))
                again = Create(entity.Id);
            again.LastMessage = Stopwatch.GetTimestamp();
            again.Ref.Tell(_extractor.EntityMessage(message), sender);
        }
    }

    private void BeginHandOff(IActorRef coordinator)
    {
        if (_handOffStopper is not null)
            return;
        if (_entities.Count == 0)
        {
            coordinator.Tell(new ShardStopped(_shardId));
            Context.Stop(Self);
            return;
        }

        var limit = _settings.TuningParameters.HandOffTimeout - TimeSpan.FromSeconds(5);
        var entities = _byRef.Keys.ToList();
        foreach (var entity in entities)
            Context.Unwatch(entity);
        _handOffStopper = Context.Watch(Context.ActorOf(
            Props.Create(() => new HandOffStopper(
                _shardId, coordinator, entities, _handOffStopMessage,
                limit > TimeSpan.FromSeconds(1) ? limit : TimeSpan.FromSeconds(1))),
            "HandOffStopper"));
        Context.Become(message =>
        {
            if (message is not Terminated end || !end.ActorRef.Equals(_handOffStopper))
                return false;
            Context.Stop(Self);
            return true;
        });
    }

    private sealed class Entity(string id, IActorRef actor)
    {
        public string Id { get; } = id;

        public IActorRef Ref { get; } = actor;

        public bool IsPassivating { get; set; }

        public long LastMessage { get; set; } = Stopwatch.GetTimestamp();
    }

    private sealed record EntityEnded(IActorRef Ref) : INoSerializationVerificationNeeded;

    private sealed class LookForIdle : INotInfluenceReceiveTimeout
    {
        public static readonly LookForIdle Instance = new();
    }
}
