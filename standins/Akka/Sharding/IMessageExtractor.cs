#nullable enable
using Akka.Util;

namespace Akka.Cluster.Sharding;

/// <summary>Tells for which entity a message is, and in which shard the entity is.</summary>
public interface IMessageExtractor
{
    /// <summary>The entity; null when the message is for none.</summary>
    string? EntityId(object message);

    /// <summary>What the entity is told.</summary>
    object? EntityMessage(object message);

    /// <summary>The shard of a message; null when it is for none.</summary>
    [Obsolete("Use ShardId(string, object?) instead. Since v1.5.15")]
    string? ShardId(object message);

    /// <summary>The shard of an entity.</summary>
    string ShardId(string entityId, object? messageHint = null);
}

/// <summary>Shards by the hash of the entity's name.</summary>
public abstract class HashCodeMessageExtractor : IMessageExtractor
{
    /// <summary>How many shards there are.</summary>
    public readonly int MaxNumberOfShards;

    private readonly string[] _names;

    /// <summary>Creates the extractor.</summary>
    protected HashCodeMessageExtractor(int maxNumberOfShards)
    {
        MaxNumberOfShards = maxNumberOfShards;
        _names = [.. Enumerable.Range(0, maxNumberOfShards).Select(number => number.ToString())];
    }

    /// <summary>An extractor from functions.</summary>
    public static HashCodeMessageExtractor Create(
        int maxNumberOfShards, Func<object, string?> entityIdExtractor,
        Func<object, object>? messageExtractor = null) =>
        new FromFunctions(maxNumberOfShards, entityIdExtractor, messageExtractor);

    /// <inheritdoc />
    public abstract string? EntityId(object message);

    /// <inheritdoc />
    public virtual object? EntityMessage(object message) => message;

    /// <inheritdoc />
    [Obsolete("Use ShardId(string, object?) instead. Since v1.5.15")]
    public virtual string? ShardId(object message)
    {
        var entity = message is ShardRegion.StartEntity start ? start.EntityId : EntityId(message);
        return string.IsNullOrEmpty(entity) ? null : ShardId(entity, message);
    }

    /// <inheritdoc />
    public virtual string ShardId(string entityId, object? messageHint = null) =>
        _names[Math.Abs(MurmurHash.StringHash(entityId)) % MaxNumberOfShards];

    private sealed class FromFunctions(
        int shards, Func<object, string?> entityId, Func<object, object>? entityMessage)
        : HashCodeMessageExtractor(shards)
    {
        public override string? EntityId(object message) => entityId(message);

        public override object? EntityMessage(object message) => entityMessage?.Invoke(message) ?? message;
    }
}

/// <summary>Understands what every extractor has to, and leaves the rest to the user's.</summary>
internal sealed class EnvelopeExtractor(IMessageExtractor inner) : IMessageExtractor
{
    public string? EntityId(object message) => message switch
    {
        ShardingEnvelope envelope => envelope.EntityId,
        ShardRegion.StartEntity start => start.EntityId,
        _ => inner.EntityId(message),
    };

    public object? EntityMessage(object message) =>
        message is ShardingEnvelope envelope ? envelope.Message : inner.EntityMessage(message);

#pragma warning disable CS0618 // The older form is part of the interface.
    public string? ShardId(object message) => message switch
    {
        ShardingEnvelope envelope => inner.ShardId(envelope.EntityId, envelope.Message),
        ShardRegion.StartEntity start => inner.ShardId(start.EntityId, start),
        _ => inner.ShardId(message),
    };
#pragma warning restore CS0618

    public string ShardId(string entityId, object? messageHint = null) =>
        messageHint is ShardingEnvelope envelope
            ? inner.ShardId(entityId, envelope.Message)
            : inner.ShardId(entityId, messageHint);
}
