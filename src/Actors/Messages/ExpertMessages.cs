using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Messages;

/// <summary>A message to one expert: the key that sharding routes by, and the epoch that fences what is older.</summary>
public interface IToExpert : IRunMessage
{
    /// <summary>The expert.</summary>
    ExpertId Expert { get; }

    /// <summary>The epoch of the coordinator behind the message.</summary>
    long Epoch { get; }
}

/// <summary>What an expert is told to do.</summary>
public static class ExpertCommands
{
    /// <summary>
    /// A new epoch begins: starts the expert's actor if need be, has it give up what it was doing, and say what it holds.
    /// </summary>
    public sealed record Announce(ExpertId Expert, long Epoch) : IToExpert;

    /// <summary>Go on from the state after so many steps, taken from <paramref name="Source"/>; <paramref name="Keeper"/> is the node
    /// that keeps it, where the source is a snapshot.</summary>
    public sealed record Restore(ExpertId Expert, long Epoch, long Step, StateSource Source, object? Keeper = null) : IToExpert;

    /// <summary>
    /// Work on a micro-batch. <paramref name="After"/> is the index of the micro-batch before it among those of the step
    /// that touch this expert, -1 for the first: gradients are added in that order, whenever they arrive. Of an expert with replicas
    /// it names the one that the micro-batch belongs to, also when another serves it. <paramref name="Trace"/>: the context to follow it
    /// under, here and in other commands; null: it is not followed.
    /// </summary>
    public sealed record Compute(
        ExpertId Expert, MicroBatchKey Key, int After, ExpertOperation Operation, string? Trace = null) : IToExpert
    {
        /// <inheritdoc/>
        public long Epoch => Key.Epoch;
    }

    /// <summary>
    /// All micro-batches of the step are reported: answer the squared gradient norm once so many are added. With a
    /// <paramref name="Group"/> of replicas: the norm of the sum of their gradients.
    /// </summary>
    public sealed record Prepare(
        ExpertId Expert, long Epoch, long Step, int MicroBatches, IReadOnlyList<TensorHandle>? Siblings = null,
        ReplicaGroup? Group = null, string? Trace = null) : IToExpert;

    /// <summary>
    /// A gradient from another replica of the expert: that of the micro-batches of <paramref name="Share"/>, or, null, the sum of all.
    /// </summary>
    public sealed record TakeGradient(ExpertId Expert, long Epoch, long Step, ExpertId? Share, TensorHandle Gradient) : IToExpert;

    /// <summary>
    /// Ends the step. Apply: update with the gradients times <paramref name="Clip"/>; otherwise drop them. Either way the version moves on.
    /// </summary>
    public sealed record Commit(
        ExpertId Expert, long Epoch, long Step, bool Apply, double Clip, double Rate, string? Trace = null) : IToExpert;

    /// <summary>Leave a copy of the state before a step with these nodes.</summary>
    public sealed record Snapshot(ExpertId Expert, long Epoch, long Step, IReadOnlyList<object> Keepers) : IToExpert;

    /// <summary>Write the expert's part of a checkpoint.</summary>
    public sealed record SavePart(ExpertId Expert, long Epoch, long Step) : IToExpert;

    /// <summary>
    /// Hand out the weights, and with <paramref name="Whole"/> the moments too; <paramref name="For"/> says for whom, and comes back.
    /// </summary>
    public sealed record OfferState(ExpertId Expert, long Epoch, long Step, bool Whole, ExpertId? For = null) : IToExpert;

    /// <summary>
    /// Become a copy of a sibling plus relative noise on every weight; with a <paramref name="Share"/> below 1 the mean of both, in
    /// which the sibling has that share.
    /// </summary>
    public sealed record TakeState(ExpertId Expert, long Epoch, long Step, OfferedState State, double Noise, double Share = 1) : IToExpert;
}

/// <summary>An expert's buffers on offer: weights and, when asked for, Adam's moments with the number of updates behind them.</summary>
public sealed record OfferedState(TensorHandle Weights, TensorHandle? FirstMoment, TensorHandle? SecondMoment, long Updates)
{
    /// <summary>The tensors it carries.</summary>
    public IReadOnlyList<TensorHandle> Handles =>
        FirstMoment is null || SecondMoment is null ? [Weights] : [Weights, FirstMoment, SecondMoment];
}

/// <summary>Where an expert's state comes from when a run begins or goes back.</summary>
public enum StateSource
{
    /// <summary>It holds it already.</summary>
    Own,

    /// <summary>A snapshot in a node's memory.</summary>
    Snapshot,

    /// <summary>A durable checkpoint.</summary>
    Checkpoint,

    /// <summary>The run's beginning: random numbers, or a pre-trained model.</summary>
    Initial,
}

/// <summary>What happened at an expert.</summary>
public static class ExpertEvents
{
    /// <summary>
    /// The expert's actor is up on a node and has given up what it did in older epochs. Its version, or null when it holds no
    /// weights yet; <paramref name="Incarnation"/> tells one life of the actor from the next.
    /// </summary>
    public sealed record Ready(ExpertId Expert, long Epoch, string Node, long Incarnation, long? Version) : IRunMessage;

    /// <summary>The expert holds the state after so many steps.</summary>
    public sealed record Restored(ExpertId Expert, long Epoch, long Step) : IRunMessage;

    /// <summary>
    /// The expert could not take over the state after so many steps: its keeper has gone or keeps it no longer. It holds nothing
    /// now, and another state has to be chosen.
    /// </summary>
    public sealed record NotRestored(ExpertId Expert, long Epoch, long Step, string Reason) : IRunMessage;

    /// <summary>An operation is done.</summary>
    public sealed record Computed(ExpertId Expert, MicroBatchKey Key, string Operation, OperationResult Result) : IRunMessage;

    /// <summary>
    /// An operation failed, or, with <paramref name="Lost"/>, the expert no longer holds what was asked for because an answer got
    /// lost: the micro-batch has to be tried again from its start.
    /// </summary>
    public sealed record Failed(ExpertId Expert, MicroBatchKey Key, string Operation, string Reason, bool Lost = false) : IRunMessage;

    /// <summary>The squared norm of the step's gradients.</summary>
    public sealed record Prepared(ExpertId Expert, long Epoch, long Step, double SquaredNorm) : IRunMessage;

    /// <summary>The step has ended here.</summary>
    public sealed record Committed(ExpertId Expert, long Epoch, long Step, long Version) : IRunMessage;

    /// <summary>The expert's part of a checkpoint is on disk.</summary>
    public sealed record PartSaved(ExpertId Expert, long Epoch, long Step, PartRecord Part) : IRunMessage;

    /// <summary>State on offer.</summary>
    public sealed record StateOffered(ExpertId Expert, long Epoch, long Step, OfferedState State, ExpertId? For) : IRunMessage;

    /// <summary>A sibling's state was taken.</summary>
    public sealed record StateTaken(ExpertId Expert, long Epoch, long Step) : IRunMessage;

    /// <summary>What the coordinator asked for between steps failed: a checkpoint part, or giving or taking state.</summary>
    public sealed record Broken(ExpertId Expert, long Epoch, long Step, FailureKind Kind, string During, Exception Cause) : IRunMessage;
}
