using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Makes metrics by their definition. What is about the run stays off a page until there is something to say.</summary>
internal static class MetricFactories
{
    public static Gauge NewGauge(this CollectorRegistry registry, MetricDefinition metric) => Metrics.WithCustomRegistry(registry)
        .CreateGauge(metric.Name, metric.Help, metric.Labels, new GaugeConfiguration { SuppressInitialValue = IsOfRun(metric) });

    public static Counter NewCounter(this CollectorRegistry registry, MetricDefinition metric) => Metrics.WithCustomRegistry(registry)
        .CreateCounter(metric.Name, metric.Help, metric.Labels, new CounterConfiguration { SuppressInitialValue = IsOfRun(metric) });

    public static Histogram NewHistogram(this CollectorRegistry registry, MetricDefinition metric) => Metrics.WithCustomRegistry(registry)
        .CreateHistogram(metric.Name, metric.Help, metric.Labels,
            new HistogramConfiguration { Buckets = metric.Buckets, SuppressInitialValue = IsOfRun(metric) });

    private static bool IsOfRun(MetricDefinition metric) => metric.Source == MetricSource.Run;
}
