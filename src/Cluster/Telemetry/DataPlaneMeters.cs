using Moe.Cluster.DataPlane;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>The counters of a node's data plane as metrics; they are read when somebody asks for the page.</summary>
internal static class DataPlaneMeters
{
    /// <summary>Adds them to a registry.</summary>
    public static void Show(CollectorRegistry registry, DataPlaneNode node)
    {
        var factory = Metrics.WithCustomRegistry(registry);
        Counter NewCounter(MetricDefinition metric) => factory.CreateCounter(metric.Name, metric.Help, metric.Labels);
        Gauge NewGauge(MetricDefinition metric) => factory.CreateGauge(metric.Name, metric.Help, metric.Labels);

        var (bytes, transfers) = (NewCounter(MetricNames.TransferBytes), NewCounter(MetricNames.Transfers));
        var (retries, errors) = (NewCounter(MetricNames.TransferRetries), NewCounter(MetricNames.TransferErrors));
        var stalls = NewCounter(MetricNames.TransferStalls);
        var (published, kept) = (NewGauge(MetricNames.PublishedBlocks), NewGauge(MetricNames.KeptBytes));
        registry.AddBeforeCollectCallback(() =>
        {
            foreach (var (peer, counters) in node.Counters.All)
            {
                bytes.WithLabels(peer, "in").IncTo(counters.BytesIn);
                bytes.WithLabels(peer, "out").IncTo(counters.BytesOut);
                transfers.WithLabels(peer, "fetched").IncTo(counters.Fetches);
                transfers.WithLabels(peer, "stored").IncTo(counters.Stores);
                retries.WithLabels(peer).IncTo(counters.Retries);
                errors.WithLabels(peer).IncTo(counters.Errors);
                stalls.WithLabels(peer).IncTo(counters.Stalls);
            }
            published.Set(node.PublishedCount);
            kept.Set(node.KeptBytes);
        });
    }
}
