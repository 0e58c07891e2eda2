namespace Prometheus;

/// <summary>Starts something that serves metrics, once, and stops it.</summary>
public abstract class MetricHandler : IMetricServer
{
    private CancellationTokenSource? _stopping = new();
    private Task? _serving;

    /// <exception cref="InvalidOperationException">It has been started before.</exception>
    public IMetricServer Start()
    {
        if (_serving is not null)
            throw new InvalidOperationException("The metric server has already been started.");
        if (_stopping is null)
        {
            throw new InvalidOperationException(
                "The metric server has already been started and stopped. Create a new server if you want to start it "
                + "again.");
        }

        _serving = StartServer(_stopping.Token);
        return this;
    }

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopping, null) is not { } stopping)
            return;
        using (stopping)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            if (_serving is not null)
                await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_serving is { IsFaulted: true })
            await _serving.ConfigureAwait(false);
    }

    public void Stop() => StopAsync().GetAwaiter().GetResult();

    public void Dispose() => Stop();

    /// <summary>Starts; the task ends when the server has stopped after the token was cancelled.</summary>
    protected abstract Task StartServer(CancellationToken cancel);
}
