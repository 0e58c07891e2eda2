using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Expert;

/// <summary>What an <see cref="ExpertState"/> wants done; the actor around it carries it out.</summary>
public abstract record ExpertEffect
{
    /// <summary>Compute an operation, then report <see cref="ExpertInput.Finished"/> or <see cref="ExpertInput.Failed"/>.</summary>
    public sealed record Run(MicroBatchKey Key, ExpertOperation Operation) : ExpertEffect;

    /// <summary>
    /// Add a complete micro-batch's gradients to those of its replica and free it, then report <see cref="ExpertInput.Added"/>.
    /// </summary>
    public sealed record Add(MicroBatchKey Key, ExpertId Replica, bool Overwrite) : ExpertEffect;

    /// <summary>Free what a micro-batch holds. Nothing is running on it.</summary>
    public sealed record Drop(MicroBatchKey Key) : ExpertEffect;

    /// <summary>
    /// Sum the gradients of replicas in this order, if there are any, and measure them, then report <see cref="ExpertInput.Measured"/>.
    /// </summary>
    public sealed record Measure(
        long Step, IReadOnlyList<TensorHandle>? Siblings, int MicroBatches, IReadOnlyList<SummedGradient>? Summed = null) : ExpertEffect;

    /// <summary>
    /// Give another replica a copy of the gradient of a share, or, null, of the sum; report <see cref="ExpertInput.Given"/> once the
    /// copy is made.
    /// </summary>
    public sealed record Give(long Epoch, long Step, ExpertId? Share, ExpertId To, object Actor) : ExpertEffect;

    /// <summary>Free tensors that nobody waits for any more.</summary>
    public sealed record Discard(IReadOnlyList<TensorHandle> Tensors) : ExpertEffect;

    /// <summary>Apply the update, then report <see cref="ExpertInput.Updated"/>.</summary>
    public sealed record Update(long Step, double Clip, double Rate) : ExpertEffect;

    /// <summary>Take over the state after so many steps, then report <see cref="ExpertInput.Loaded"/> or <see
    /// cref="ExpertInput.NotLoaded"/>.</summary>
    public sealed record Load(ExpertCommands.Restore Command) : ExpertEffect;

    /// <summary>Copy the state and leave it with the keepers; report <see cref="ExpertInput.Copied"/> once the copy is made.</summary>
    public sealed record Copy(ExpertCommands.Snapshot Command) : ExpertEffect;

    /// <summary>Do what was asked for between two steps, then report <see cref="ExpertInput.Answered"/>.</summary>
    public sealed record Do(IToExpert Command, object From) : ExpertEffect;

    /// <summary>Send a message.</summary>
    public sealed record Reply(object To, object Message) : ExpertEffect;
}

/// <summary>One gradient of a sum: the one that has come from another replica, or, without it, the one added up here.</summary>
public readonly record struct SummedGradient(ExpertId Replica, TensorHandle? Arrived);

/// <summary>What reaches an <see cref="ExpertState"/> from its own side: ends of the effects it asked for.</summary>
public abstract record ExpertInput
{
    /// <summary>An operation is done.</summary>
    public sealed record Finished(MicroBatchKey Key, ExpertOperation Operation, OperationResult Result) : ExpertInput;

    /// <summary>An operation or an addition threw.</summary>
    public sealed record Failed(MicroBatchKey Key, string Operation, string Reason) : ExpertInput;

    /// <summary>A micro-batch's gradients are in the buffer.</summary>
    public sealed record Added(MicroBatchKey Key) : ExpertInput;

    /// <summary>The gradients' squared norm.</summary>
    public sealed record Measured(long Step, double SquaredNorm) : ExpertInput;

    /// <summary>The copy of a gradient for another replica is made.</summary>
    public sealed record Given : ExpertInput;

    /// <summary>The update is applied.</summary>
    public sealed record Updated(long Step) : ExpertInput;

    /// <summary>The state after so many steps is in the buffers.</summary>
    public sealed record Loaded(long Step) : ExpertInput;

    /// <summary>A snapshot could not be had: its keeper has gone, or keeps it no longer. The buffers hold nothing.</summary>
    public sealed record NotLoaded(string Reason) : ExpertInput;

    /// <summary>The copy for a snapshot is made.</summary>
    public sealed record Copied(long Step) : ExpertInput;

    /// <summary>What was asked for between two steps is done: the answer, and to whom.</summary>
    public sealed record Answered(IToExpert Command, object Message, object To) : ExpertInput;
}
