using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.Internal;

/// <summary>Moves shards from regions with more than their part, a limited number at a time.</summary>
internal sealed class LeastShardAllocationStrategy(int absoluteLimit, double relativeLimit)
    : AbstractLeastShardAllocationStrategy
{
    private static readonly IImmutableSet<string> None = ImmutableHashSet<string>.Empty;

    public override Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        if (rebalanceInProgress.Count > 0)
            return Task.FromResult(None);
        var entries = Sorted(RegionEntriesFor(currentShardAllocations));
        var shards = entries.Sum(entry => entry.ShardIds.Count);
        if (shards == 0 || !IsAGoodTimeToRebalance(entries))
            return Task.FromResult(None);
        var limit = Math.Max(1, Math.Min((int)(relativeLimit * shards), absoluteLimit));
        var part = (shards + entries.Count - 1) / entries.Count;
        var tooMany = entries.SelectMany(entry => entry.ShardIds.Take(entry.ShardIds.Count - part));
        var moved = tooMany.Take(limit).ToImmutableHashSet();
        if (moved.Count > 0)
            return Task.FromResult<IImmutableSet<string>>(moved);

        // Nobody has too many, but with the parts rounded up some may have two fewer than others.
        var missing = entries.Sum(entry => Math.Max(0, part - 1 - entry.ShardIds.Count));
        var full = entries.Where(entry => entry.ShardIds.Count >= part).Select(entry => entry.ShardIds[0]);
        return Task.FromResult<IImmutableSet<string>>(full.Take(Math.Min(missing, limit)).ToImmutableHashSet());
    }

    public override string ToString() => $"LeastShardAllocationStrategy({absoluteLimit},{relativeLimit})";
}

/// <summary>The older strategy: moves shards from the region with the most to the one with the fewest when they differ
/// by more than a threshold.</summary>
internal sealed class ThresholdAllocationStrategy(int rebalanceThreshold, int maxSimultaneousRebalance)
    : AbstractLeastShardAllocationStrategy
{
    public override Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        IImmutableSet<string> moved = ImmutableHashSet<string>.Empty;
        var entries = Sorted(RegionEntriesFor(currentShardAllocations));
        if (rebalanceInProgress.Count >= maxSimultaneousRebalance || !IsAGoodTimeToRebalance(entries))
            return Task.FromResult(moved);
        var most = entries.Select(e => e.ShardIds.Except(rebalanceInProgress).ToList()).MaxBy(s => s.Count);
        var difference = most.Count - entries[0].ShardIds.Count;
        if (difference < rebalanceThreshold)
            return Task.FromResult(moved);
        var count = Math.Min(
            Math.Min(difference - rebalanceThreshold, rebalanceThreshold),
            maxSimultaneousRebalance - rebalanceInProgress.Count);
        moved = most.Order(StringComparer.Ordinal).Take(count).ToImmutableHashSet();
        return Task.FromResult(moved);
    }
}
