using Moe.Actors.Operations;
using Moe.Actors.Ports;

namespace Moe.Actors.Benchmarks;

/// <summary>A run that leaves nothing behind and is not steered: epochs are counted in memory, and one observer is told of all.</summary>
public sealed class DiscardedRun(IRunObserver observer) : IRunOffice
{
    private long epoch = -1;

    /// <inheritdoc/>
    public IRunObserver Enter() => observer;

    /// <inheritdoc/>
    public void Leave()
    {
    }

    /// <inheritdoc/>
    public CheckpointManifest? Durable() => null;

    /// <inheritdoc/>
    public long? OpenEpoch(long after, string reason) => Interlocked.Increment(ref epoch);

    /// <inheritdoc/>
    public long NewestEpoch() => Interlocked.Read(ref epoch);

    /// <inheritdoc/>
    public IReadOnlyList<AcceptedOperation> TakeOperations(long epoch) => [];

    /// <inheritdoc/>
    public void KeepOperations(long epoch, IReadOnlyList<AcceptedOperation> operations)
    {
    }
}
