using System.Collections.Concurrent;

namespace Prometheus;

/// <summary>A metric and its children, one for each set of label values that has been asked for.</summary>
public abstract class Collector<TChild> : Collector
    where TChild : ChildBase
{
    private readonly ConcurrentDictionary<string[], Entry> _children = new(LabelValuesComparer.Instance);
    private readonly ConcurrentDictionary<string[], Entry>.AlternateLookup<ReadOnlySpan<string>> _bySpan;
    private readonly bool _isSuppressedAtFirst;
    private long _created;
    private TChild? _unlabelled;

    private protected Collector(string name, string help, string[] labelNames, bool isSuppressedAtFirst)
        : base(name, help, labelNames)
    {
        _isSuppressedAtFirst = isSuppressedAtFirst;
        _bySpan = _children.GetAlternateLookup<ReadOnlySpan<string>>();
    }

    /// <summary>The child without labels.</summary>
    protected internal TChild Unlabelled => Volatile.Read(ref _unlabelled) ?? (_unlabelled = GetOrAdd([]));

    public TChild WithLabels(params string[] labelValues)
    {
        ArgumentNullException.ThrowIfNull(labelValues);
        return WithLabels(labelValues.AsSpan());
    }

    public TChild WithLabels(ReadOnlyMemory<string> labelValues) => WithLabels(labelValues.Span);

    /// <summary>Allocates nothing when the child exists.</summary>
    public TChild WithLabels(ReadOnlySpan<string> labelValues)
    {
        Check(labelValues);
        return GetOrAdd(labelValues);
    }

    public void RemoveLabelled(params string[] labelValues)
    {
        ArgumentNullException.ThrowIfNull(labelValues);
        Check(labelValues);
        Remove(labelValues);
    }

    /// <summary>The label values of every child that has labels.</summary>
    public IEnumerable<string[]> GetAllLabelValues() =>
        [.. _children.Keys.Where(values => values.Length > 0).Select(values => values.ToArray())];

    internal override void Remove(string[] labelValues)
    {
        _children.TryRemove(labelValues, out _);
        if (labelValues.Length == 0)
            Volatile.Write(ref _unlabelled, null);
    }

    internal override void WriteChildren(ExpositionWriter writer)
    {
        // A metric without labels is on the page from the start, at zero.
        if (LabelNames.Length == 0)
            _ = Unlabelled;
        foreach (Entry entry in _children.Values.OrderBy(entry => entry.Order))
        {
            if (entry.Child.IsPublished)
                entry.Child.Write(writer, Name);
        }
    }

    private protected abstract TChild NewChild(string[] labelValues, bool isPublished);

    private TChild GetOrAdd(ReadOnlySpan<string> labelValues)
    {
        if (_bySpan.TryGetValue(labelValues, out Entry? entry))
            return entry.Child;
        string[] kept = labelValues.ToArray();
        return _children.GetOrAdd(
            kept, key => new Entry(NewChild(key, !_isSuppressedAtFirst), Interlocked.Increment(ref _created))).Child;
    }

    private void Check(ReadOnlySpan<string> labelValues)
    {
        foreach (string value in labelValues)
        {
            if (value is null)
                throw new NotSupportedException(NullLabelMessage);
        }

        if (labelValues.Length != LabelNames.Length)
        {
            throw new ArgumentException(
                "The list of label values must have the same number of elements as the list of label names.");
        }
    }

    private sealed record Entry(TChild Child, long Order);
}
