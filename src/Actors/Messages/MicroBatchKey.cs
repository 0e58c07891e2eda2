namespace Moe.Actors.Messages;

/// <summary>
/// One computation of one micro-batch: its step, its index within the step, which try this is, and the epoch it belongs
/// to. Everything that comes back from outside an actor's own turn carries the key, so that what belongs to an older
/// epoch, step or try is known.
/// </summary>
public readonly record struct MicroBatchKey(long Step, int Index, int Attempt)
{
    /// <summary>Epoch of the coordinator that planned it: every recovery opens a new one.</summary>
    public long Epoch { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"step {Step} micro-batch {Index} try {Attempt}";
}
