using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Sharding.Internal;

/// <summary>What coordinator, regions and shards tell one another.</summary>
internal interface IShardingMessage : IDeadLetterSuppression, IClusterShardingSerializable;

/// <summary>A region tells the coordinator that it is there, and which shards it has already.</summary>
internal sealed record Register(IActorRef Region, ImmutableArray<string> Shards) : IShardingMessage;

/// <summary>A proxy tells the coordinator that it is there.</summary>
internal sealed record RegisterProxy(IActorRef Proxy) : IShardingMessage;

/// <summary>The coordinator has noted it.</summary>
internal sealed record RegisterAck(IActorRef Coordinator) : IShardingMessage;

/// <summary>A region asks for the home of a shard.</summary>
internal sealed record GetShardHome(string Shard) : IShardingMessage;

/// <summary>The home of a shard.</summary>
internal sealed record ShardHome(string Shard, IActorRef Region) : IShardingMessage;

/// <summary>The coordinator tells a region to have a shard.</summary>
internal sealed record HostShard(string Shard) : IShardingMessage;

/// <summary>The region has it.</summary>
internal sealed record ShardStarted(string Shard) : IShardingMessage;

/// <summary>The coordinator tells all regions that a shard moves: keep its messages.</summary>
internal sealed record BeginHandOff(string Shard) : IShardingMessage;

/// <summary>A region keeps them.</summary>
internal sealed record BeginHandOffAck(string Shard) : IShardingMessage;

/// <summary>The coordinator tells the region that has a shard to end it.</summary>
internal sealed record HandOff(string Shard) : IShardingMessage;

/// <summary>The shard has ended.</summary>
internal sealed record ShardStopped(string Shard) : IShardingMessage;

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
