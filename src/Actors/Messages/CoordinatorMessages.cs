using Moe.Actors.Supervision;
using Moe.Curriculum.Stages;

namespace Moe.Actors.Messages;

/// <summary>What the coordinator is told from outside the protocol.</summary>
public static class CoordinatorCommands
{
    /// <summary>Finish the running step, write a checkpoint, and end the run.</summary>
    public sealed record Stop;
}

/// <summary>What reaches the coordinator's state from its own side: ends of the effects it asked for.</summary>
public abstract record CoordinatorInput
{
    /// <summary>The micro-batches of a step are drawn and routed.</summary>
    public sealed record Drawn(long Step, IReadOnlyList<MicroBatchPlan> Plans) : CoordinatorInput;

    /// <summary>The gradients of router network and task embeddings are formed.</summary>
    public sealed record RoutesMeasured(long Step, double SquaredNorm) : CoordinatorInput;

    /// <summary>Router network and task embeddings have ended the step.</summary>
    public sealed record RoutesCommitted(long Step) : CoordinatorInput;

    /// <summary>Every expert of every layer is a copy of its layer's first.</summary>
    public sealed record Grown(TrainingStage Stage) : CoordinatorInput;

    /// <summary>A checkpoint is whole.</summary>
    public sealed record CheckpointWritten(long Step) : CoordinatorInput;

    /// <summary>An evaluation has ended.</summary>
    public sealed record Evaluated(long Step) : CoordinatorInput;

    /// <summary>Something outside a micro-batch failed; the run cannot go on.</summary>
    public sealed record Broke(FailureKind Kind, string During, Exception Cause) : CoordinatorInput;
}
