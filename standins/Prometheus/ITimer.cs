namespace Prometheus;

/// <summary>Measures from its creation; disposing it reports the seconds to its metric.</summary>
public interface ITimer : IDisposable
{
    TimeSpan ObserveDuration();
}
