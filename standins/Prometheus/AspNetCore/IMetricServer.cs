namespace Prometheus;

/// <summary>A server of its own for one page.</summary>
public interface IMetricServer : IDisposable
{
    IMetricServer Start();

    Task StopAsync();

    void Stop();
}
