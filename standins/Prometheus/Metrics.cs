namespace Prometheus;

/// <summary>The entry: metrics of the default registry, and further registries with their factories.</summary>
public static class Metrics
{
    static Metrics() => SuppressDefaultMetrics(new SuppressDefaultMetricOptions());

    public static CollectorRegistry DefaultRegistry { get; } = new();

    public static MetricFactory DefaultFactory { get; } = new(DefaultRegistry);

    public static CollectorRegistry NewCustomRegistry() => new();

    public static MetricFactory WithCustomRegistry(CollectorRegistry registry) => new(registry);

    /// <summary>
    /// Keeps the metrics nobody asked for off the default registry. Has no effect once that has been collected from.
    /// </summary>
    public static void SuppressDefaultMetrics() =>
        SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressProcessMetrics = true });

    /// <inheritdoc cref="SuppressDefaultMetrics()"/>
    public static void SuppressDefaultMetrics(SuppressDefaultMetricOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DefaultRegistry.SetBeforeFirstCollectCallback(() =>
        {
            if (!options.SuppressProcessMetrics)
                DotNetStats.Register(DefaultRegistry);
        });
    }

    public static Counter CreateCounter(string name, string help, CounterConfiguration? configuration = null) =>
        DefaultFactory.CreateCounter(name, help, configuration);

    public static Gauge CreateGauge(string name, string help, GaugeConfiguration? configuration = null) =>
        DefaultFactory.CreateGauge(name, help, configuration);

    public static Histogram CreateHistogram(string name, string help, HistogramConfiguration? configuration = null) =>
        DefaultFactory.CreateHistogram(name, help, configuration);

    public static Counter CreateCounter(
        string name, string help, string[] labelNames, CounterConfiguration? configuration = null) =>
        DefaultFactory.CreateCounter(name, help, labelNames, configuration);

    public static Gauge CreateGauge(
        string name, string help, string[] labelNames, GaugeConfiguration? configuration = null) =>
        DefaultFactory.CreateGauge(name, help, labelNames, configuration);

    public static Histogram CreateHistogram(
        string name, string help, string[] labelNames, HistogramConfiguration? configuration = null) =>
        DefaultFactory.CreateHistogram(name, help, labelNames, configuration);

    public static Counter CreateCounter(string name, string help, params string[] labelNames) =>
        DefaultFactory.CreateCounter(name, help, labelNames);

    public static Gauge CreateGauge(string name, string help, params string[] labelNames) =>
        DefaultFactory.CreateGauge(name, help, labelNames);

    public static Histogram CreateHistogram(string name, string help, params string[] labelNames) =>
        DefaultFactory.CreateHistogram(name, help, labelNames);
}
