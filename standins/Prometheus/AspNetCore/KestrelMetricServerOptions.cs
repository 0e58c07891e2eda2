namespace Prometheus;

/// <summary>Where a server of its own listens and what it shows.</summary>
public sealed class KestrelMetricServerOptions
{
    /// <summary>A name or address; + for every address.</summary>
    public string Hostname { get; set; } = "+";

    public ushort Port { get; set; }

    public string Url { get; set; } = "/metrics";

    /// <summary>Null for the default registry.</summary>
    public CollectorRegistry? Registry { get; set; }
}
