using System.Diagnostics;
using System.Globalization;

namespace Prometheus;

/// <summary>CPU, memory, threads and garbage collections of this process, read anew before each collection.</summary>
public sealed class DotNetStats
{
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Lock _lock = new();
    private readonly Counter _collections;
    private readonly Counter _cpuSeconds;
    private readonly Gauge _virtualBytes;
    private readonly Gauge _workingSetBytes;
    private readonly Gauge _privateBytes;
    private readonly Gauge _handles;
    private readonly Gauge _threads;
    private readonly Gauge _managedBytes;

    private DotNetStats(MetricFactory factory)
    {
        _collections = factory.CreateCounter("dotnet_collection_count_total", "GC collection count", "generation");
        factory.CreateGauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
            .SetToTimeUtc(_process.StartTime);
        _cpuSeconds = factory.CreateCounter(
            "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
        _virtualBytes = factory.CreateGauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");
        _workingSetBytes = factory.CreateGauge("process_working_set_bytes", "Process working set");
        _privateBytes = factory.CreateGauge("process_private_memory_bytes", "Process private memory size");
        _handles = factory.CreateGauge("process_open_handles", "Number of open handles");
        _threads = factory.CreateGauge("process_num_threads", "Total number of threads");
        _managedBytes = factory.CreateGauge("dotnet_total_memory_bytes", "Total known allocated memory");
    }

    public static void Register(CollectorRegistry registry)
    {
        var stats = new DotNetStats(Metrics.WithCustomRegistry(registry));
        registry.AddBeforeCollectCallback(stats.Update);
    }

    private void Update()
    {
        lock (_lock)
        {
            _process.Refresh();
            for (int generation = 0; generation <= GC.MaxGeneration; generation++)
            {
                _collections.WithLabels(generation.ToString(CultureInfo.InvariantCulture))
                    .IncTo(GC.CollectionCount(generation));
            }

            _managedBytes.Set(GC.GetTotalMemory(forceFullCollection: false));
            _virtualBytes.Set(_process.VirtualMemorySize64);
            _workingSetBytes.Set(_process.WorkingSet64);
            _privateBytes.Set(_process.PrivateMemorySize64);
            _cpuSeconds.IncTo(_process.TotalProcessorTime.TotalSeconds);
            _handles.Set(_process.HandleCount);
            _threads.Set(_process.Threads.Count);
        }
    }
}
