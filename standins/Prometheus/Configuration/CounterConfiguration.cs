namespace Prometheus;

/// <summary>Options of a counter.</summary>
public sealed class CounterConfiguration : MetricConfiguration;
