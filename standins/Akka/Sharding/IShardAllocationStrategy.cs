using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>Chooses the homes of shards. It is asked on the node of the coordinator only, and must not block.</summary>
public interface IShardAllocationStrategy : INoSerializationVerificationNeeded
{
    /// <summary>The region for a shard, one of the keys of <paramref name="currentShardAllocations"/>.</summary>
    Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations);

    /// <summary>The shards that are to be moved.</summary>
    Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress);
}

/// <summary>A strategy that is told when the coordinator starts.</summary>
public interface IStartableAllocationStrategy : IShardAllocationStrategy
{
    /// <summary>Called before the first question.</summary>
    void Start();
}

/// <summary>A strategy that needs the system.</summary>
public interface IActorSystemDependentAllocationStrategy : IShardAllocationStrategy
{
    /// <summary>Called before the first question.</summary>
    void Start(ActorSystem system);
}

/// <summary>Makes the strategies that come with the library.</summary>
public static class ShardAllocationStrategy
{
    /// <summary>The fewest shards first; moves at most so many, and at most that part of all, at once.</summary>
    public static IShardAllocationStrategy LeastShardAllocationStrategy(int absoluteLimit, double relativeLimit) =>
        new Internal.LeastShardAllocationStrategy(absoluteLimit, relativeLimit);
}
