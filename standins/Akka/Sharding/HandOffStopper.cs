using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>Ends the entities of a shard that moves, by force when they take too long.</summary>
internal sealed class HandOffStopper : ReceiveActor, IWithTimers
{
    private readonly TimeSpan _limit;

    public HandOffStopper(
        string shard, IActorRef coordinator, IReadOnlyList<IActorRef> entities, object stopMessage, TimeSpan limit)
    {
        _limit = limit;
        var log = Context.GetLogger();
        var left = new HashSet<IActorRef>(entities);
        Receive<Terminated>(end =>
        {
            if (!left.Remove(end.ActorRef) || left.Count > 0)
                return;
            coordinator.Tell(new ShardStopped(shard));
            Context.Stop(Self);
        });
        Receive<StopByForce>(_ =>
        {
            log.Warning(
                "HandOffStopMessage[{0}] is not handled by some of the entities in shard [{1}] after [{2}], stopping " +
                "the remaining [{3}] entities", stopMessage.GetType(), shard, limit, left.Count);
            foreach (var entity in left)
                ((IInternalActorRef)entity).Stop();
        });
        foreach (var entity in entities)
        {
            Context.Watch(entity);
            entity.Tell(stopMessage);
        }
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart() =>
        Timers.StartSingleTimer(StopByForce.Instance, StopByForce.Instance, _limit);

    private sealed class StopByForce
    {
        public static readonly StopByForce Instance = new();
    }
}
