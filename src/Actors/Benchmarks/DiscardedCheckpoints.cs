using Moe.Actors.Ports;

namespace Moe.Actors.Benchmarks;

/// <summary>A store that keeps nothing: a benchmark's run ends like any other but leaves no files.</summary>
internal sealed class DiscardedCheckpoints : ICheckpointStore
{
    public void Begin(long step)
    {
    }

    public PartRecord Write(long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors) =>
        new(part, 0, "");

    public void Commit(CheckpointManifest manifest)
    {
    }

    public CheckpointManifest? Latest(Action<string> refused, long? atMost = null) => null;

    public ICheckpointPart Open(CheckpointManifest manifest, string part) =>
        throw new InvalidOperationException("Nothing was kept.");
}
