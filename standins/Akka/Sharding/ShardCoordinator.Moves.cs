using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

internal sealed partial class ShardCoordinator
{
    private void AskStrategy()
    {
        if (_regions.Count == 0 || _unstarted.Count > 0)
            return;
        var allocations = Allocations(_ => true);
        Guarded(() => _strategy.Rebalance(allocations, _moving.Keys.ToImmutableHashSet())).PipeTo(
            Self, Self,
            shards => new ToMove(shards),
            failure =>
            {
                _log.Error(failure, "{0}: the allocation strategy failed to rebalance", _typeName);
                return new ToMove(ImmutableHashSet<string>.Empty);
            });
    }

    private void Move(IEnumerable<string> shards)
    {
        var limit = _settings.TuningParameters.HandOffTimeout;
        foreach (var shard in shards)
        {
            if (_moving.ContainsKey(shard) || !_homes.TryGetValue(shard, out var from))
                continue;
            _moving[shard] = [];
            IReadOnlyList<IActorRef> all = [.. _regions.Keys, .. _proxies];
            Context.ActorOf(Props.Create(() => new ShardMover(shard, from, all, limit)));
        }
    }

    private void FinishMove(MoveDone done)
    {
        if (done.Ok && _homes.Remove(done.Shard, out var from) && _regions.TryGetValue(from, out var shards))
            shards.Remove(done.Shard);
        TellViewSoon();
        if (!done.Ok)
        {
            _log.Warning("{0}: Shard [{1}] deallocation didn't complete within [{2}].", _typeName, done.Shard,
                _settings.TuningParameters.HandOffTimeout);
            if (_homes.TryGetValue(done.Shard, out var still))
                _leaving.Remove(still);
        }

        _moving.Remove(done.Shard, out var askers);
        Find(done.Shard, Context.System.IgnoreRef);
        foreach (var asker in askers ?? [])
            Self.Tell(new GetShardHome(done.Shard), asker);
    }

    private void LetLeave(IActorRef region)
    {
        if (_regions.TryGetValue(region, out var shards) && _leaving.Add(region))
            Move(shards.ToList());
    }

    /// <summary>A shard has been moved away, or not in time.</summary>
    public sealed record MoveDone(string Shard, bool Ok);

    private sealed record ToMove(IImmutableSet<string> Shards);

    private sealed class Rebalance
    {
        public static readonly Rebalance Instance = new();
    }
}

/// <summary>Moves one shard away from its home: all regions keep its messages, then its home ends it.</summary>
internal sealed class ShardMover : ReceiveActor, IWithTimers
{
    private readonly string _shard;
    private readonly IActorRef _from;
    private readonly HashSet<IActorRef> _left;
    private readonly TimeSpan _limit;
    private bool _isGone;

    public ShardMover(string shard, IActorRef from, IReadOnlyList<IActorRef> regions, TimeSpan limit)
    {
        _shard = shard;
        _from = from;
        _left = [.. regions];
        _limit = limit;
        Receive<BeginHandOffAck>(ack => ack.Shard == shard, _ => Acknowledged(Sender));
        Receive<RegionGone>(gone =>
        {
            _isGone |= gone.Region.Equals(from);
            if (_isGone && _left.Count == 0)
                Finish(true);
            else
                Acknowledged(gone.Region);
        });
        Receive<ShardStopped>(stopped => stopped.Shard == shard, _ => Finish(true));
        Receive<ReceiveTimeout>(_ => Finish(false));
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(_shard, ReceiveTimeout.Instance, _limit);
        foreach (var region in _left)
            region.Tell(new BeginHandOff(_shard));
    }

    private void Acknowledged(IActorRef region)
    {
        if (!_left.Remove(region) || _left.Count > 0)
            return;
        if (_isGone)
            Finish(true);
        else
            _from.Tell(new HandOff(_shard));
    }

    private void Finish(bool ok)
    {
        Context.Parent.Tell(new ShardCoordinator.MoveDone(_shard, ok));
        Context.Stop(Self);
    }

    /// <summary>A region has ended.</summary>
    public sealed record RegionGone(IActorRef Region);
}
