using Akka.Actor;
using Moe.Model.Failures;

namespace Moe.Actors.Supervision;

/// <summary>One row: what went wrong, what is done, and what follows from that.</summary>
public sealed record FailureRow(FailureKind Kind, string What, FailureAnswer Answer, string Then);

/// <summary>
/// What each kind of failure does to a run: the one place that decides it. docs/protocol.md shows the same rows. A run
/// ends with the failure's own type: a <see cref="MoeException"/> has an exit code of its own, anything else is a bug.
/// </summary>
public static class FailureTable
{
    /// <summary>Tries of one micro-batch before the run ends.</summary>
    public const int TriesMax = 3;

    /// <summary>Voided steps in a row before the run ends.</summary>
    public const int VoidedInARowMax = 20;

    /// <summary>Every row, in the order of <see cref="FailureKind"/>.</summary>
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(FailureKind.Operation, "an operation of a micro-batch throws, forward or backward", FailureAnswer.TryAgain,
            $"experts skip what they already added; {TriesMax} tries in all"),
        new(FailureKind.MicroBatch, $"one micro-batch failed {TriesMax} times", FailureAnswer.EndRun,
            "EnvironmentException with the last reason"),
        new(FailureKind.Loss, "a micro-batch's loss is not a number", FailureAnswer.VoidStep,
            "the tasks of the rows concerned rest for quarantine-steps steps"),
        new(FailureKind.GradientNorm, "the global gradient norm is not a number", FailureAnswer.VoidStep,
            "no task is blamed"),
        new(FailureKind.VoidedInARow, $"{VoidedInARowMax} steps in a row were voided", FailureAnswer.EndRun,
            "DataException"),
        new(FailureKind.NoTaskLeft, "every task rests", FailureAnswer.EndRun, "DataException"),
        new(FailureKind.StaleMessage, "a message of an older step or try arrives", FailureAnswer.Drop,
            "counted, nothing else"),
        new(FailureKind.ExpertStart, "an expert cannot make or load its weights", FailureAnswer.EndRun,
            "the cause itself"),
        new(FailureKind.ExpertBuffers, "adding, measuring or updating throws at an expert", FailureAnswer.EndRun,
            "the cause itself; the expert is stopped, its buffers may be half written"),
        new(FailureKind.Growth, "copying experts or starting routes from the data throws", FailureAnswer.EndRun,
            "the cause itself"),
        new(FailureKind.Routes, "drawing, routing, or the router's own update throws", FailureAnswer.EndRun,
            "the cause itself"),
        new(FailureKind.Checkpoint, "a part or the manifest of a checkpoint cannot be written", FailureAnswer.EndRun,
            "CheckpointException; the checkpoint has no manifest and is never read, the one before is whole"),
        new(FailureKind.Scoring, "scoring the tasks throws", FailureAnswer.EndRun, "the cause itself"),
        new(FailureKind.Replicas, "replicas of one expert sum the same gradients to different bits", FailureAnswer.EndRun,
            "EnvironmentException with the norms and where they were found"),
        new(FailureKind.Actor, "an exception escapes an actor's own turn", FailureAnswer.EndRun,
            "the cause itself, a bug unless it is typed; the actor is stopped, never restarted with fresh weights"),
    ];

    /// <summary>The row of a kind.</summary>
    public static FailureRow Of(FailureKind kind) => Rows[(int)kind];

    /// <summary>What a failed try is: to be tried again, or the last.</summary>
    public static FailureKind OfTry(int attempt) =>
        attempt + 1 < TriesMax ? FailureKind.Operation : FailureKind.MicroBatch;

    /// <summary>What a supervisor does with the actor that failed.</summary>
    public static Directive DirectiveOf(FailureKind kind) => Of(kind).Answer switch
    {
        FailureAnswer.EndRun => Directive.Stop,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No actor stops for this."),
    };

    /// <summary>The failure a run ends with: whatever breaks a checkpoint is a checkpoint failure.</summary>
    public static Exception CauseOf(FailureKind kind, string during, Exception cause) =>
        kind == FailureKind.Checkpoint && cause is not MoeException
            ? new CheckpointException($"The run ended {during}: {cause.Message} "
                + "The checkpoint before it is whole; mend the cause and go on with --resume.", cause)
            : cause;
}
