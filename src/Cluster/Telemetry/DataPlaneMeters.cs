using Moe.Cluster.DataPlane;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>The counters of a node's data plane as metrics; they are read when somebody asks for the page.</summary>
internal static class DataPlaneMeters
{
    /// <summary>Adds them to a registry.</summary>
    public static void Show(CollectorRegistry registry, DataPlaneNode node)
    {
        var (bytes, transfers) = (registry.NewCounter(MetricNames.TransferBytes), registry.NewCounter(MetricNames.Transfers));
        var (retries, errors) = (registry.NewCounter(MetricNames.TransferRetries), registry.NewCounter(MetricNames.TransferErrors));
        var stalls = registry.NewCounter(MetricNames.TransferStalls);
        var (published, kept) = (registry.NewGauge(MetricNames.PublishedBlocks), registry.NewGauge(MetricNames.KeptBytes));
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
