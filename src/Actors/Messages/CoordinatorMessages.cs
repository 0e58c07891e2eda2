using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Actors.Supervision;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Messages;

/// <summary>What the coordinator is told from outside the protocol.</summary>
public static class CoordinatorCommands
{
    /// <summary>Finish the running step, write a checkpoint, and end the run.</summary>
    public sealed record Stop : IRunMessage;

    /// <summary>
    /// Do something between two steps; answered with <see cref="CoordinatorEvents.Decided"/>. Asked again by the same caller with the
    /// same key, it is the same wish, whichever coordinator hears it.
    /// </summary>
    public sealed record Operate(RunOperation Operation, string Who, string Why, string Key) : IRunMessage;
}

/// <summary>What the coordinator says outside the protocol.</summary>
public static class CoordinatorEvents
{
    /// <summary>
    /// An operation is accepted, with its number and the first step that it has an effect on, or refused, with the reason.
    /// </summary>
    public sealed record Decided(long Id, long Step, string? Refusal) : IRunMessage;
}

/// <summary>What reaches the coordinator's state from its own side: ends of the effects it asked for.</summary>
public abstract record CoordinatorInput
{
    /// <summary>A new epoch is open: its number is higher than any before it.</summary>
    public sealed record EpochOpened(long Epoch) : CoordinatorInput
    {
        /// <summary>The operations accepted before it.</summary>
        public IReadOnlyList<AcceptedOperation> Operations { get; init; } = [];
    }

    /// <summary>A higher epoch is open: another coordinator has taken over.</summary>
    public sealed record Deposed(long Epoch) : CoordinatorInput;

    /// <summary>The coordinator's own part is as it was before a step.</summary>
    public sealed record OwnRestored(
        long Epoch, long Step, IReadOnlyDictionary<int, long> RestingUntil, int VoidedInARow) : CoordinatorInput
    {
        /// <summary>Which experts are on; null: those of the run's beginning.</summary>
        public RosterSnapshot? Roster { get; init; }
    }

    /// <summary>The coordinator's own part could not be had from its keeper.</summary>
    public sealed record OwnNotRestored(long Epoch, string Reason) : CoordinatorInput;

    /// <summary>A node is a member of the cluster; it will say itself what it can do.</summary>
    public sealed record NodeExpected(string Node) : CoordinatorInput;

    /// <summary>
    /// A node has gone, with all that was on it; where <paramref name="Agent"/> is given, only the life of the node that this agent was of.
    /// </summary>
    public sealed record NodeGone(string Node, string Reason, object? Agent = null) : CoordinatorInput;

    /// <summary>An expert's actor has stopped.</summary>
    public sealed record ExpertGone(ExpertId Expert, long Incarnation) : CoordinatorInput;

    /// <summary>A router has stopped.</summary>
    public sealed record RouterGone(object Router) : CoordinatorInput;

    /// <summary>Time has passed: what made no progress since the last such input is asked for again.</summary>
    public sealed record Tick : CoordinatorInput;

    /// <summary>The micro-batches of a step are drawn and routed.</summary>
    public sealed record Drawn(long Epoch, long Step, IReadOnlyList<MicroBatchPlan> Plans) : CoordinatorInput;

    /// <summary>The gradients of router network and task embeddings are formed.</summary>
    public sealed record RoutesMeasured(long Epoch, long Step, double SquaredNorm) : CoordinatorInput;

    /// <summary>Router network and task embeddings have ended the step.</summary>
    public sealed record RoutesCommitted(long Epoch, long Step) : CoordinatorInput;

    /// <summary>Every expert of every layer is a copy of its layer's first that is on.</summary>
    public sealed record Grown(TrainingStage Stage, long Epoch) : CoordinatorInput;

    /// <summary>Weights and routes are as the change of an expert wants them.</summary>
    public sealed record ExpertChanged(long Epoch, long Step) : CoordinatorInput;

    /// <summary>How much every expert serves every task, a row a task.</summary>
    public sealed record RoutesSeen(long Epoch, long Step, RouteBatch Shares) : CoordinatorInput;

    /// <summary>A checkpoint is whole.</summary>
    public sealed record CheckpointWritten(long Epoch, long Step) : CoordinatorInput;

    /// <summary>The accepted operations are on disk.</summary>
    public sealed record OperationsKept(long Epoch) : CoordinatorInput;

    /// <summary>An evaluation has ended.</summary>
    public sealed record Evaluated(long Epoch, long Step) : CoordinatorInput;

    /// <summary>Something outside a micro-batch failed; the run cannot go on.</summary>
    public sealed record Broke(FailureKind Kind, string During, Exception Cause) : CoordinatorInput, IRunMessage;
}
