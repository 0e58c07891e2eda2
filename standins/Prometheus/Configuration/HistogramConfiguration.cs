namespace Prometheus;

/// <summary>Options of a histogram.</summary>
public sealed class HistogramConfiguration : MetricConfiguration
{
    /// <summary>
    /// Upper bounds of the buckets, increasing. A last one at infinity is added. Null for the default, from 5 ms to
    /// 10 s.
    /// </summary>
    public double[]? Buckets { get; set; }
}
