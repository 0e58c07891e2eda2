using Moe.Actors.Coordinator;
using Moe.Model;

namespace Moe.Actors.Ports;

/// <summary>One committed or voided step, for the ledger, metrics, progress and CSV.</summary>
public sealed record StepRecord
{
    /// <summary>Step, counted from 0.</summary>
    public required long Step { get; init; }

    /// <summary>Name of its stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Whether it was applied; false: voided, with the reason.</summary>
    public required bool Committed { get; init; }

    /// <summary>Why it was voided.</summary>
    public string? Reason { get; init; }

    /// <summary>Loss summed over label tokens, and how many tokens.</summary>
    public required double Loss { get; init; }

    /// <summary>Label tokens.</summary>
    public required int TargetTokens { get; init; }

    /// <summary>Source and target positions that held a token.</summary>
    public required int Tokens { get; init; }

    /// <summary>Global gradient norm before clipping, and the factor applied.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Clip factor applied to every gradient.</summary>
    public required double Clip { get; init; }

    /// <summary>Experts' learning rate.</summary>
    public required double Rate { get; init; }

    /// <summary>Selection temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>Loss and label tokens by task.</summary>
    public required IReadOnlyDictionary<string, (double Loss, int Tokens)> ByTask { get; init; }

    /// <summary>Rows of the step by task.</summary>
    public IReadOnlyDictionary<string, int> RowsByTask { get; init; } = new Dictionary<string, int>();

    /// <summary>Micro-batches of the step, and how many were computed more than once.</summary>
    public required int MicroBatches { get; init; }

    /// <summary>Micro-batches computed again after a failure.</summary>
    public int Retried { get; init; }

    /// <summary>Experts that took part.</summary>
    public required int Experts { get; init; }

    /// <summary>The coordinator's epoch.</summary>
    public long Epoch { get; init; }

    /// <summary>Steps seen by the newest state that is whole in the memory of nodes; -1: there is none.</summary>
    public long SnapshotStep { get; init; } = -1;

    /// <summary>Where every expert lives: the address of its node.</summary>
    public IReadOnlyDictionary<ExpertId, string> Places { get; init; } = new Dictionary<ExpertId, string>();

    /// <summary>Experts that were off: no row of the step could be dealt out to them.</summary>
    public IReadOnlyList<ExpertId> Off { get; init; } = [];

    /// <summary>How many micro-batches of the step each expert that took part had.</summary>
    public IReadOnlyDictionary<ExpertId, int> Load { get; init; } = new Dictionary<ExpertId, int>();

    /// <summary>The nodes that were there, by address, and whether each is leaving.</summary>
    public IReadOnlyDictionary<string, bool> Nodes { get; init; } = new Dictionary<string, bool>();
}

/// <summary>Scores of every task on one split's rows.</summary>
public sealed record EvaluationRecord(
    long Step, string Rows, IReadOnlyDictionary<string, double> Scores, IReadOnlyDictionary<string, float[]> Routes, double Seconds);

/// <summary>How much every expert serves every task, as a checkpoint has it: <see cref="RoutePlanner.RouteShares"/>.</summary>
/// <param name="Step">Steps the weights have seen.</param>
/// <param name="Shares">For each task a share of every expert of every layer [L, E].</param>
public sealed record RouteRecord(long Step, IReadOnlyDictionary<string, float[]> Shares);

/// <summary>
/// What the outside sees of a run, called in order from the coordinator's turn: the ledger, progress, metrics and CSV
/// files are observers. Calls must return quickly.
/// </summary>
public interface IRunObserver
{
    /// <summary>Something that happened outside steps: started, resumed, stage entered, grown, checkpoint written, task quarantined,
    /// stopped.</summary>
    void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details);

    /// <summary>A step ended.</summary>
    void OnStep(StepRecord step);

    /// <summary>An evaluation ended.</summary>
    void OnEvaluation(EvaluationRecord evaluation);

    /// <summary>The run does something else now; called several times a step.</summary>
    void OnPhase(RunPhase phase)
    {
    }

    /// <summary>A checkpoint's routes; of no use to most observers.</summary>
    void OnRoutes(RouteRecord routes)
    {
    }
}
