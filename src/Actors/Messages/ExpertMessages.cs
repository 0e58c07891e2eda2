using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Messages;

/// <summary>A message to one expert: the key that sharding routes by.</summary>
public interface IToExpert
{
    /// <summary>The expert.</summary>
    ExpertId Expert { get; }
}

/// <summary>What an expert is told to do.</summary>
public static class ExpertCommands
{
    /// <summary>Starts the expert's actor if need be and has it announce itself to the sender.</summary>
    public sealed record Announce(ExpertId Expert) : IToExpert;

    /// <summary>
    /// Work on a micro-batch. <paramref name="After"/> is the index of the micro-batch before it among those of the step
    /// that touch this expert, -1 for the first: gradients are added in that order, whenever they arrive.
    /// </summary>
    public sealed record Compute(ExpertId Expert, MicroBatchKey Key, int After, ExpertOperation Operation) : IToExpert;

    /// <summary>All micro-batches of the step are reported: answer the squared gradient norm once so many are added.</summary>
    public sealed record Prepare(ExpertId Expert, long Step, int MicroBatches, IReadOnlyList<TensorHandle>? Siblings = null) : IToExpert;

    /// <summary>
    /// Ends the step. Apply: update with the gradients times <paramref name="Clip"/>; otherwise drop them. Either way the version moves on.
    /// </summary>
    public sealed record Commit(ExpertId Expert, long Step, bool Apply, double Clip, double Rate) : IToExpert;

    /// <summary>Write the expert's part of a checkpoint.</summary>
    public sealed record SavePart(ExpertId Expert, long Step) : IToExpert;

    /// <summary>
    /// Hand out the weights, and with <paramref name="Whole"/> the moments too; <paramref name="For"/> says for whom, and comes back.
    /// </summary>
    public sealed record OfferState(ExpertId Expert, long Step, bool Whole, ExpertId? For = null) : IToExpert;

    /// <summary>Become a copy of a sibling plus relative noise on every weight.</summary>
    public sealed record TakeState(ExpertId Expert, long Step, OfferedState State, double Noise) : IToExpert;
}

/// <summary>An expert's buffers on offer: weights and, when asked for, Adam's moments with the number of updates behind them.</summary>
public sealed record OfferedState(TensorHandle Weights, TensorHandle? FirstMoment, TensorHandle? SecondMoment, long Updates);

/// <summary>What happened at an expert.</summary>
public static class ExpertEvents
{
    /// <summary>The expert's actor is up, with weights of a version.</summary>
    public sealed record Ready(ExpertId Expert, long Version, long Incarnation);

    /// <summary>An operation is done.</summary>
    public sealed record Computed(ExpertId Expert, MicroBatchKey Key, string Operation, OperationResult Result);

    /// <summary>An operation failed, or the expert no longer holds the micro-batch: it has to be tried again from its start.</summary>
    public sealed record Failed(ExpertId Expert, MicroBatchKey Key, string Operation, string Reason);

    /// <summary>The squared norm of the step's gradients.</summary>
    public sealed record Prepared(ExpertId Expert, long Step, double SquaredNorm);

    /// <summary>The step has ended here.</summary>
    public sealed record Committed(ExpertId Expert, long Step, long Version);

    /// <summary>The expert's part of a checkpoint is on disk.</summary>
    public sealed record PartSaved(ExpertId Expert, long Step, PartRecord Part);

    /// <summary>State on offer.</summary>
    public sealed record StateOffered(ExpertId Expert, long Step, OfferedState State, ExpertId? For);

    /// <summary>A sibling's state was taken.</summary>
    public sealed record StateTaken(ExpertId Expert, long Step);

    /// <summary>What the coordinator asked for between steps failed: a checkpoint part, or giving or taking state.</summary>
    public sealed record Broken(ExpertId Expert, long Step, FailureKind Kind, string During, Exception Cause);
}
