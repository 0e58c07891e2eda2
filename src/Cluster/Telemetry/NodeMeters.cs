using Moe.Model.Failures;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>What every node says of itself: who it is, its clock, its disk, and the process as the package sees it.</summary>
internal sealed class NodeMeters
{
    private readonly Gauge info;

    /// <summary>Makes the metrics; clock and disk are read when somebody asks for the page.</summary>
    public NodeMeters(CollectorRegistry registry, string runHash, string runFolder, TimeProvider time)
    {
        info = registry.NewGauge(MetricNames.NodeInfo);
        registry.NewGauge(MetricNames.RunHash).WithLabels(runHash).Set(1);
        var clock = registry.NewGauge(MetricNames.Clock);
        var (free, size) = (registry.NewGauge(MetricNames.DiskFree), registry.NewGauge(MetricNames.DiskSize));
        registry.AddBeforeCollectCallback(() =>
        {
            clock.Set(time.UnixSeconds());
            var disk = DiskOf(runFolder);
            free.Set(disk.Free);
            size.Set(disk.Size);
        });
        DotNetStats.Register(registry);
    }

    /// <summary>The node has its place in the cluster.</summary>
    public void Place(string address, IEnumerable<string> roles) => info.WithLabels(address, string.Join(',', roles)).Set(1);

    // A disk that cannot be asked must not take the page with it.
    private static (double Free, double Size) DiskOf(string folder)
    {
        try
        {
            DriveInfo disk = new(Path.GetFullPath(folder));
            return (disk.AvailableFreeSpace, disk.TotalSize);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            return (double.NaN, double.NaN);
        }
    }
}
