using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Sharding.Internal;

/// <summary>What coordinator, regions and shards tell one another.</summary>
internal interface IShardingMessage : IDeadLetterSuppression, IClusterShardingSerializable;

/// <summary>A message about one shard and nothing else.</summary>
internal interface IOfShard : IShardingMessage
{
    /// <summary>The shard.</summary>
    string Shard { get; }
}

/// <summary>What the coordinator knew at some time. Every region keeps the newest, for the next coordinator.</summary>
internal sealed record CoordinatorView(
    long Version, ImmutableArray<IActorRef> Regions, ImmutableDictionary<string, IActorRef> Homes) : IShardingMessage
{
    public static readonly CoordinatorView None = new(0, [], ImmutableDictionary<string, IActorRef>.Empty);
}

/// <summary>A region tells the coordinator that it is there, which shards it has already, and what the last coordinator
/// knew.</summary>
internal sealed record Register(IActorRef Region, ImmutableArray<string> Shards, CoordinatorView LastView)
    : IShardingMessage;

/// <summary>A proxy tells the coordinator that it is there.</summary>
internal sealed record RegisterProxy(IActorRef Proxy) : IShardingMessage;

/// <summary>The coordinator has noted it.</summary>
internal sealed record RegisterAck(IActorRef Coordinator) : IShardingMessage;

/// <summary>A region asks for the home of a shard.</summary>
internal sealed record GetShardHome(string Shard) : IOfShard;

/// <summary>The home of a shard.</summary>
internal sealed record ShardHome(string Shard, IActorRef Region) : IShardingMessage;

/// <summary>The coordinator tells a region to have a shard.</summary>
internal sealed record HostShard(string Shard) : IOfShard;

/// <summary>The region has it.</summary>
internal sealed record ShardStarted(string Shard) : IOfShard;

/// <summary>The coordinator tells all regions that a shard moves: keep its messages.</summary>
internal sealed record BeginHandOff(string Shard) : IOfShard;

/// <summary>A region keeps them.</summary>
internal sealed record BeginHandOffAck(string Shard) : IOfShard;

/// <summary>The coordinator tells the region that has a shard to end it.</summary>
internal sealed record HandOff(string Shard) : IOfShard;

/// <summary>The shard has ended.</summary>
internal sealed record ShardStopped(string Shard) : IOfShard;

/// <summary>A region wants to end.</summary>
internal sealed record GracefulShutdownRequest(IActorRef Region) : IShardingMessage;

/// <summary>A region has ended.</summary>
internal sealed record RegionStopped(IActorRef Region) : IShardingMessage;

/// <summary>The entity was started for somebody who asked for it.</summary>
internal sealed record StartEntityAck(string EntityId, string ShardId) : IClusterShardingSerializable;

/// <summary>A shard is ready.</summary>
internal sealed record ShardReady(string Shard);

/// <summary>Asks a shard for its entities.</summary>
internal sealed class GetShardState
{
    public static readonly GetShardState Instance = new();
}
