using Moe.Actors.Ports;

namespace Moe.Actors.Benchmarks;

/// <summary>A store that keeps nothing: a benchmark's run ends like any other but leaves no files.</summary>
public sealed class DiscardedCheckpoints : ICheckpointStore
{
    /// <inheritdoc/>
    public void Begin(long step)
    {
    }

    /// <inheritdoc/>
    public PartRecord Write(long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors) =>
        new(part, 0, "");

    /// <inheritdoc/>
    public void Commit(CheckpointManifest manifest, Func<bool> isFenced)
    {
    }

    /// <inheritdoc/>
    public CheckpointManifest? Latest(Action<string> refused, long? atMost = null) => null;

    /// <inheritdoc/>
    public CheckpointManifest At(long step) => throw new InvalidOperationException("Nothing was kept.");

    /// <inheritdoc/>
    public ICheckpointPart Open(CheckpointManifest manifest, string part) =>
        throw new InvalidOperationException("Nothing was kept.");
}
