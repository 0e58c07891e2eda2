namespace Prometheus;

/// <summary>A metric with its label values.</summary>
public abstract class ChildBase : ICollectorChild, IDisposable
{
    private readonly Collector _parent;
    private readonly string[] _labelValues;
    private bool _isPublished;

    private protected ChildBase(Collector parent, string[] labelValues, bool isPublished)
    {
        _parent = parent;
        _labelValues = labelValues;
        _isPublished = isPublished;
    }

    /// <summary>The labels as they stand on the page, without braces; empty when there are none.</summary>
    internal byte[] LabelBytes => field ??= ExpositionWriter.FormatLabels(_parent.LabelNames, _labelValues);

    internal bool IsPublished => Volatile.Read(ref _isPublished);

    /// <summary>Puts this child on the page even if it has no value yet.</summary>
    public void Publish() => Volatile.Write(ref _isPublished, true);

    /// <summary>Takes this child off the page until it is published or gets a value.</summary>
    public void Unpublish() => Volatile.Write(ref _isPublished, false);

    /// <summary>Forgets this child and its values.</summary>
    public void Remove() => _parent.Remove(_labelValues);

    public void Dispose() => Remove();

    internal abstract void Write(ExpositionWriter writer, string name);
}
