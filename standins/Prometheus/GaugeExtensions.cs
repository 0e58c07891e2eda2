namespace Prometheus;

/// <summary>Gauges of time and of work in progress.</summary>
public static class GaugeExtensions
{
    /// <summary>Sets the gauge to a time in seconds since 1970.</summary>
    public static void SetToTimeUtc(this IGauge gauge, DateTimeOffset timestamp) =>
        gauge.Set((timestamp - DateTimeOffset.UnixEpoch).TotalSeconds);

    /// <summary>One more until the result is disposed.</summary>
    public static IDisposable TrackInProgress(this IGauge gauge)
    {
        ArgumentNullException.ThrowIfNull(gauge);
        gauge.Inc();
        return new Progress(gauge);
    }

    private sealed class Progress(IGauge gauge) : IDisposable
    {
        private IGauge? _gauge = gauge;

        public void Dispose() => Interlocked.Exchange(ref _gauge, null)?.Dec();
    }
}
