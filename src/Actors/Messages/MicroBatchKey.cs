namespace Moe.Actors.Messages;

/// <summary>
/// One computation of one micro-batch: its step, its index within the step, and which try this is. Everything that
/// comes back from outside an actor's own turn carries the key, so that what belongs to an older step or try is known.
/// </summary>
public readonly record struct MicroBatchKey(long Step, int Index, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => $"step {Step} micro-batch {Index} try {Attempt}";
}
