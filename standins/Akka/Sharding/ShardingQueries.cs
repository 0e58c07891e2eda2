using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Sharding;

/// <summary>Asks a region something.</summary>
public interface IShardRegionQuery;

/// <summary>Which nodes have regions? Answered with <see cref="CurrentRegions"/>.</summary>
public sealed class GetCurrentRegions : IShardRegionQuery, IClusterShardingSerializable
{
    /// <summary>The only instance.</summary>
    public static readonly GetCurrentRegions Instance = new();

    private GetCurrentRegions() { }

    /// <inheritdoc />
    public override string ToString() => "GetCurrentRegions";
}

/// <summary>The nodes that have regions.</summary>
public sealed class CurrentRegions(IImmutableSet<Address> regions)
    : IClusterShardingSerializable, IEquatable<CurrentRegions>
{
    /// <summary>The nodes.</summary>
    public readonly IImmutableSet<Address> Regions = regions;

    /// <inheritdoc />
    public bool Equals(CurrentRegions other) => other is not null && Regions.SetEquals(other.Regions);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as CurrentRegions);

    /// <inheritdoc />
    public override int GetHashCode() => Regions.Count;

    /// <inheritdoc />
    public override string ToString() => $"CurrentRegions({string.Join(", ", Regions)})";
}

/// <summary>How many entities are where, in the whole cluster? Answered with
/// <see cref="ClusterShardingStats"/>.</summary>
public sealed class GetClusterShardingStats(TimeSpan timeout)
    : IShardRegionQuery, IClusterShardingSerializable, IEquatable<GetClusterShardingStats>
{
    /// <summary>How long to wait for each region.</summary>
    public readonly TimeSpan Timeout = timeout;

    /// <inheritdoc />
    public bool Equals(GetClusterShardingStats other) => other is not null && Timeout == other.Timeout;

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as GetClusterShardingStats);

    /// <inheritdoc />
    public override int GetHashCode() => Timeout.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => $"GetClusterShardingStats({Timeout})";
}

/// <summary>How many entities each node has.</summary>
public sealed class ClusterShardingStats(IImmutableDictionary<Address, ShardRegionStats> regions)
    : IClusterShardingSerializable, IEquatable<ClusterShardingStats>
{
    /// <summary>By node.</summary>
    public readonly IImmutableDictionary<Address, ShardRegionStats> Regions = regions;

    /// <inheritdoc />
    public bool Equals(ClusterShardingStats other) =>
        other is not null && Regions.ToHashSet().SetEquals(other.Regions);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as ClusterShardingStats);

    /// <inheritdoc />
    public override int GetHashCode() => Regions.Count;

    /// <inheritdoc />
    public override string ToString() => $"ClusterShardingStats({string.Join(", ", Regions)})";
}

/// <summary>How many entities has each shard of this region? Answered with <see cref="ShardRegionStats"/>.</summary>
public sealed class GetShardRegionStats : IShardRegionQuery, IClusterShardingSerializable
{
    /// <summary>The only instance.</summary>
    public static readonly GetShardRegionStats Instance = new();

    private GetShardRegionStats() { }

    /// <inheritdoc />
    public override string ToString() => "GetShardRegionStats";
}

/// <summary>How many entities each shard of a region has.</summary>
public sealed class ShardRegionStats(IImmutableDictionary<string, int> stats, IImmutableSet<string> failed)
    : IClusterShardingSerializable, IEquatable<ShardRegionStats>
{
    /// <summary>Shards that did not answer.</summary>
    public readonly IImmutableSet<string> Failed = failed;

    /// <summary>By shard.</summary>
    public readonly IImmutableDictionary<string, int> Stats = stats;

    /// <summary>Creates the answer of shards that all answered.</summary>
    public ShardRegionStats(IImmutableDictionary<string, int> stats) : this(stats, ImmutableHashSet<string>.Empty) { }

    /// <inheritdoc />
    public bool Equals(ShardRegionStats other) =>
        other is not null && Stats.ToHashSet().SetEquals(other.Stats) && Failed.SetEquals(other.Failed);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as ShardRegionStats);

    /// <inheritdoc />
    public override int GetHashCode() => Stats.Count;

    /// <inheritdoc />
    public override string ToString() => $"ShardRegionStats[stats={string.Join(", ", Stats)}]";
}

/// <summary>Which entities has each shard of this region? Answered with
/// <see cref="CurrentShardRegionState"/>.</summary>
public sealed class GetShardRegionState : IShardRegionQuery, IClusterShardingSerializable
{
    /// <summary>The only instance.</summary>
    public static readonly GetShardRegionState Instance = new();

    private GetShardRegionState() { }

    /// <inheritdoc />
    public override string ToString() => "GetShardRegionState";
}

/// <summary>The shards of a region.</summary>
public sealed class CurrentShardRegionState(IImmutableSet<ShardState> shards, IImmutableSet<string> failed)
    : IClusterShardingSerializable, IEquatable<CurrentShardRegionState>
{
    /// <summary>Shards that did not answer.</summary>
    public readonly IImmutableSet<string> Failed = failed;

    /// <summary>The shards.</summary>
    public readonly IImmutableSet<ShardState> Shards = shards;

    /// <summary>Creates the answer of shards that all answered.</summary>
    public CurrentShardRegionState(IImmutableSet<ShardState> shards) : this(shards, ImmutableHashSet<string>.Empty) { }

    /// <inheritdoc />
    public bool Equals(CurrentShardRegionState other) =>
        other is not null && Shards.SetEquals(other.Shards) && Failed.SetEquals(other.Failed);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as CurrentShardRegionState);

    /// <inheritdoc />
    public override int GetHashCode() => Shards.Count;

    /// <inheritdoc />
    public override string ToString() => $"CurrentShardRegionState({string.Join(", ", Shards)})";
}

/// <summary>A shard and its entities.</summary>
public sealed class ShardState(string shardId, IImmutableSet<string> entityIds)
    : IClusterShardingSerializable, IEquatable<ShardState>
{
    /// <summary>The entities.</summary>
    public readonly IImmutableSet<string> EntityIds = entityIds;

    /// <summary>The shard.</summary>
    public readonly string ShardId = shardId;

    /// <inheritdoc />
    public bool Equals(ShardState other) =>
        other is not null && ShardId == other.ShardId && EntityIds.SetEquals(other.EntityIds);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as ShardState);

    /// <inheritdoc />
    public override int GetHashCode() => ShardId.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => $"ShardState({ShardId}, [{string.Join(", ", EntityIds)}])";
}

/// <summary>Where is an entity? Answered with <see cref="EntityLocation"/>. Does not start it.</summary>
public sealed class GetEntityLocation(string entityId, TimeSpan timeout) : IShardRegionQuery
{
    /// <summary>The entity.</summary>
    public string EntityId { get; } = entityId;

    /// <summary>How long to look.</summary>
    public TimeSpan Timeout { get; } = timeout;
}

/// <summary>Where an entity is.</summary>
public sealed class EntityLocation(string entityId, string shardId, Address shardRegion, Option<IActorRef> entityRef)
{
    /// <summary>The entity.</summary>
    public string EntityId { get; } = entityId;

    /// <summary>Its shard.</summary>
    public string ShardId { get; } = shardId;

    /// <summary>The node of its shard; <see cref="Address.AllSystems"/> when the shard has no home.</summary>
    public Address ShardRegion { get; } = shardRegion;

    /// <summary>The entity, if it lives.</summary>
    public Option<IActorRef> EntityRef { get; } = entityRef;
}
