using static TorchSharp.torch;

namespace Moe.Actors.Ports;

/// <summary>One tensor to be written; float32 or int64, contiguous, on the processor.</summary>
public readonly record struct PartTensor(string Name, Tensor Value);

/// <summary>A written part: file name within the checkpoint's folder, bytes, and the SHA-256 of them in hex.</summary>
public sealed record PartRecord(string File, long Bytes, string Sha256);

/// <summary>
/// What makes a checkpoint whole, written last: every part with size and hash, the step, the run's hash, and the
/// coordinator's own state as text (JSON) that it alone understands.
/// </summary>
public sealed record CheckpointManifest(
    long Step, string RunHash, IReadOnlyList<PartRecord> Parts, string CoordinatorState)
{
    /// <summary>
    /// A hash of each task's files as the run read them, by task name; empty where nobody kept it. The store adds it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Gym { get; init; } = new Dictionary<string, string>();
}

/// <summary>A part opened for reading.</summary>
public interface ICheckpointPart : IDisposable
{
    /// <summary>Names of its tensors.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Metadata of the part.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Copies a tensor's values into one of the same shape.</summary>
    /// <exception cref="Model.Failures.CheckpointException">The part lacks it, or the shape differs.</exception>
    void CopyTo(string name, Tensor target);
}

/// <summary>
/// Durable checkpoints: parts first, the manifest renamed into place last, so that a reader either finds a whole
/// checkpoint or none. Methods may be called from several threads; each blocks until its bytes are on disk.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Starts a checkpoint of a step; what an interrupted attempt at the same step left is removed.</summary>
    void Begin(long step);

    /// <summary>Writes one part (a safetensors file named after the part) and syncs it.</summary>
    /// <exception cref="Model.Failures.CheckpointException">The disk is full or the folder cannot be written.</exception>
    PartRecord Write(long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors);

    /// <summary>
    /// Makes the checkpoint whole, and removes the oldest beyond the number kept and all later ones, of a history that was given up.
    /// Where another coordinator has taken over it does neither.
    /// </summary>
    /// <param name="manifest">What the checkpoint holds.</param>
    /// <param name="isFenced">Whether another coordinator has taken over; asked right before each of the two.</param>
    void Commit(CheckpointManifest manifest, Func<bool> isFenced);

    /// <summary>
    /// The newest whole checkpoint whose every part has the manifest's size and hash, at or before a step; damaged ones are told to
    /// <paramref name="refused"/> with the file's name and passed over. Null when there is none.
    /// </summary>
    CheckpointManifest? Latest(Action<string> refused, long? atMost = null);

    /// <summary>The whole checkpoint of a step; <see cref="Open"/> checks its parts.</summary>
    /// <exception cref="Model.Failures.CheckpointException">There is none.</exception>
    CheckpointManifest At(long step);

    /// <summary>Opens a part of a whole checkpoint, after comparing its bytes with the manifest once more.</summary>
    /// <exception cref="Model.Failures.CheckpointException">It is damaged, or cannot be read.</exception>
    ICheckpointPart Open(CheckpointManifest manifest, string part);
}
