using System.Runtime.InteropServices;

namespace Moe.Cluster.Hosting;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a wish to stop; a second one ends the process as the system does by itself.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>
    /// Starts listening; <paramref name="told"/> is called with the first signal's name, <paramref name="ending"/> before the
    /// second ends the process.
    /// </summary>
    public StopSignals(Action<string> told, Action? ending = null)
    {
        void Stop(PosixSignalContext context)
        {
            if (asked.IsCancellationRequested)
            {
                ending?.Invoke();
                return;
            }
            context.Cancel = true;
            told(context.Signal.ToString());
            asked.Cancel();
        }
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => asked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        asked.Dispose();
    }
}
