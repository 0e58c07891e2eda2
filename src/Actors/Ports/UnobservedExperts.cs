using Moe.Model;

namespace Moe.Actors.Ports;

/// <summary>Nobody looks.</summary>
public sealed class UnobservedExperts : IExpertObserver
{
    /// <inheritdoc/>
    public void OnStarted(ExpertId expert, string device, long bytes)
    {
    }

    /// <inheritdoc/>
    public void OnStopped(ExpertId expert)
    {
    }

    /// <inheritdoc/>
    public Func<T> Watch<T>(ExpertId expert, ExpertWork kind, Func<T> work) => work;
}
