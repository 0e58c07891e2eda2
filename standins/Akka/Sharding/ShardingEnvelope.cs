#nullable enable
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>Worn by what sharding sends between nodes.</summary>
public interface IClusterShardingSerializable;

/// <summary>A message with the name of its entity. Every region takes it out, whatever its extractor.</summary>
public sealed class ShardingEnvelope(string entityId, object message)
    : IWrappedMessage, IClusterShardingSerializable, IEquatable<ShardingEnvelope>
{
    /// <summary>The entity.</summary>
    public string EntityId { get; } = entityId;

    /// <summary>What it is told.</summary>
    public object Message { get; } = message;

    /// <inheritdoc />
    public bool Equals(ShardingEnvelope? other) =>
        other is not null && EntityId == other.EntityId && Equals(Message, other.Message);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ShardingEnvelope);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(EntityId, Message);

    /// <inheritdoc />
    public override string ToString() => $"ShardingEnvelope({EntityId}, {Message})";
}
