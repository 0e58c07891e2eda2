namespace Moe.Actors.Supervision;

/// <summary>Everything that can go wrong while a run trains; <see cref="FailureTable"/> has a row for each.</summary>
public enum FailureKind
{
    /// <summary>An operation of a micro-batch threw, forward or backward, at an expert or at a router.</summary>
    Operation,

    /// <summary>One micro-batch failed too often.</summary>
    MicroBatch,

    /// <summary>A micro-batch's loss is not a number.</summary>
    Loss,

    /// <summary>The global gradient norm is not a number.</summary>
    GradientNorm,

    /// <summary>Too many steps in a row were voided.</summary>
    VoidedInARow,

    /// <summary>Every task rests.</summary>
    NoTaskLeft,

    /// <summary>A message of an older step or try arrived.</summary>
    StaleMessage,

    /// <summary>An expert could not make or load its weights.</summary>
    ExpertStart,

    /// <summary>Adding, measuring or updating threw: the expert's buffers may be half written.</summary>
    ExpertBuffers,

    /// <summary>Copying state between experts, or starting routes from the data, threw.</summary>
    Growth,

    /// <summary>Drawing or routing a step, or the router's own gradients or update, threw.</summary>
    Routes,

    /// <summary>A part or the manifest of a checkpoint could not be written.</summary>
    Checkpoint,

    /// <summary>Scoring the tasks threw.</summary>
    Scoring,

    /// <summary>Replicas of one expert have summed the same gradients to different bits.</summary>
    Replicas,

    /// <summary>An exception escaped an actor's own turn.</summary>
    Actor,
}

/// <summary>What a failure does to the run.</summary>
public enum FailureAnswer
{
    /// <summary>The message is dropped and counted.</summary>
    Drop,

    /// <summary>The micro-batch is computed again from its start.</summary>
    TryAgain,

    /// <summary>The step ends everywhere without being applied; the run goes on with the next.</summary>
    VoidStep,

    /// <summary>The run ends as failed, with the cause; the last checkpoint is whole.</summary>
    EndRun,
}
