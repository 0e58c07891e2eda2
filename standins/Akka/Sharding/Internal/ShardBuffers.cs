using Akka.Actor;

namespace Akka.Cluster.Sharding.Internal;

/// <summary>Messages that wait, by shard or by entity, in the order in which they came.</summary>
internal sealed class ShardBuffers(int most)
{
    private readonly Dictionary<string, Queue<(object Message, IActorRef Sender)>> _queues = [];

    public int Total { get; private set; }

    public bool IsEmpty => Total == 0;

    public IReadOnlyList<string> Shards => [.. _queues.Keys];

    public bool Has(string key) => _queues.ContainsKey(key);

    /// <summary>Keeps a message; false when there is no room.</summary>
    public bool TryKeep(string key, object message, IActorRef sender)
    {
        if (Total >= most)
            return false;
        if (!_queues.TryGetValue(key, out var queue))
            _queues[key] = queue = new Queue<(object, IActorRef)>();
        queue.Enqueue((message, sender));
        Total++;
        return true;
    }

    /// <summary>Takes all of one key.</summary>
    public IReadOnlyCollection<(object Message, IActorRef Sender)> Take(string key)
    {
        if (!_queues.Remove(key, out var queue))
            return [];
        Total -= queue.Count;
        return queue;
    }

    /// <summary>Forgets all of one key.</summary>
    public void Drop(string key) => Take(key);
}
