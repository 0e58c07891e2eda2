using Moe.Model;

namespace Moe.Actors.Messages;

/// <summary>What a router is told.</summary>
public static class RouterCommands
{
    /// <summary>An epoch begins: where its experts are, each an actor reference. What is held of older epochs is dropped.</summary>
    public sealed record Begin(long Epoch, IReadOnlyDictionary<ExpertId, object> Experts) : IRunMessage;

    /// <summary>
    /// Compute a micro-batch; sent again, its report is given again. <paramref name="Trace"/>: the context to follow it under, or null.
    /// </summary>
    public sealed record Assign(MicroBatchPlan Plan, string? Trace = null) : IRunMessage;

    /// <summary>Forget every micro-batch up to a step: it was committed or voided.</summary>
    public sealed record Forget(long Epoch, long Step) : IRunMessage;
}

/// <summary>What a router tells the coordinator.</summary>
public static class RouterEvents
{
    /// <summary>
    /// The router of a node works on up to <paramref name="Slots"/> micro-batches at once, and knows the experts of an epoch (-1:
    /// of none).
    /// </summary>
    public sealed record Pull(string Node, int Slots, long Epoch) : IRunMessage;

    /// <summary>A micro-batch is through.</summary>
    public sealed record Done(MicroBatchReport Report) : IRunMessage;

    /// <summary>
    /// A micro-batch could not be computed; it may be tried again. <paramref name="Lost"/>: nothing threw, an answer got lost.
    /// </summary>
    public sealed record Failed(MicroBatchKey Key, string Reason, bool Lost = false) : IRunMessage;
}
