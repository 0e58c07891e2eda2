namespace Moe.Cluster.Telemetry;

/// <summary>Moments as Prometheus counts them.</summary>
internal static class UnixTime
{
    /// <summary>Seconds since 1970, to the millisecond.</summary>
    public static double UnixSeconds(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
