namespace Prometheus;

/// <summary>Which of the metrics nobody asked for stay off the default registry's page.</summary>
public sealed class SuppressDefaultMetricOptions
{
    /// <summary>CPU, memory, threads and garbage collections of this process.</summary>
    public bool SuppressProcessMetrics { get; set; }

    /// <summary>Counts of the metrics themselves. Never published here.</summary>
    public bool SuppressDebugMetrics { get; set; }

    /// <summary>.NET event counters. Never published here.</summary>
    public bool SuppressEventCounters { get; set; }

    /// <summary>.NET meters. Never published here.</summary>
    public bool SuppressMeters { get; set; }
}
