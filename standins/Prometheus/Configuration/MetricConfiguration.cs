namespace Prometheus;

/// <summary>What every kind of metric can be told.</summary>
public abstract class MetricConfiguration
{
    /// <summary>Names of the labels. Null or empty for a metric without labels.</summary>
    public string[]? LabelNames { get; set; }

    /// <summary>Leave a child off the page until it gets its first value or is published by hand.</summary>
    public bool SuppressInitialValue { get; set; }
}
