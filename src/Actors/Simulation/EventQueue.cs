namespace Moe.Actors.Simulation;

/// <summary>What is due at which time; of things due at the same time, what was put in first comes out first.</summary>
public sealed class EventQueue<T>
{
    private readonly PriorityQueue<T, Due> queue = new();
    private long sequence;

    /// <summary>How many events wait.</summary>
    public int Count => queue.Count;

    /// <summary>Puts an event in.</summary>
    public void Add(long time, T item) => queue.Enqueue(item, new Due(time, sequence++));

    /// <summary>Takes the next event out.</summary>
    public bool TryTake(out long time, out T item)
    {
        var taken = queue.TryDequeue(out item!, out var due);
        time = due.Time;
        return taken;
    }

    /// <summary>Drops what waits.</summary>
    public void Clear() => queue.Clear();

    /// <summary>The time of the next event; null when none waits.</summary>
    public long? NextTime => queue.TryPeek(out _, out var due) ? due.Time : null;

    private readonly record struct Due(long Time, long Sequence) : IComparable<Due>
    {
        public int CompareTo(Due other) => Time != other.Time ? Time.CompareTo(other.Time) : Sequence.CompareTo(other.Sequence);
    }
}
