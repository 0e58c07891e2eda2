using Moe.Cluster.Runs;

namespace Moe.Cluster.Chaos;

/// <summary>What a disturbed run's ledger says, beside that of an undisturbed one.</summary>
/// <param name="Committed">Steps of the run's history as it stands.</param>
/// <param name="Computed">Steps that were committed at some time, those taken back by recoveries too.</param>
/// <param name="Recoveries">How often the run went on from an earlier state.</param>
/// <param name="Seconds">From the first step to the last.</param>
/// <param name="UndisturbedSeconds">The same without kills.</param>
/// <param name="RecoverySeconds">For every kill the time to the next committed step after its loss was noticed, in order.</param>
internal sealed record ChaosFigures(
    long Committed, long Computed, int Recoveries, double Seconds, double UndisturbedSeconds, IReadOnlyList<double> RecoverySeconds)
{
    /// <summary>Undisturbed time over disturbed time of the same steps: 1 is no loss.</summary>
    public double Efficiency => Seconds > 0 ? UndisturbedSeconds / Seconds : 0;

    /// <summary>The middle recovery; not a number without kills.</summary>
    public double MedianSeconds => RecoverySeconds.Count == 0
        ? double.NaN
        : RecoverySeconds.Order().ElementAt(RecoverySeconds.Count / 2);

    /// <summary>The longest recovery; not a number without kills.</summary>
    public double WorstSeconds => RecoverySeconds.Count == 0 ? double.NaN : RecoverySeconds.Max();

    /// <summary>Reads the ledgers.</summary>
    public static ChaosFigures Of(
        IReadOnlyList<LedgerLine> disturbed, IReadOnlyList<LedgerLine> undisturbed, IReadOnlyList<NodeKill> kills)
    {
        var steps = disturbed.Where(line => line.Kind == LedgerLine.StepKind).ToList();
        return new ChaosFigures(
            steps.Select(line => line.Step).Distinct().Count(), steps.Count,
            disturbed.Count(line => line.Kind is RunEvents.Recovered or RunEvents.Resumed), SecondsOf(disturbed), SecondsOf(undisturbed),
            [.. kills.Select(kill => RecoveryOf(kill, disturbed)).OfType<double>()]);
    }

    // Null for a kill after which no step came any more: the run was at its end.
    private static double? RecoveryOf(NodeKill kill, IReadOnlyList<LedgerLine> lines)
    {
        var noticed = lines.FirstOrDefault(line => line.At > kill.At
            && line.Kind is RunEvents.NodeLost or RunEvents.Recovered or RunEvents.Resumed);
        if (noticed is null) return null;
        var next = lines.FirstOrDefault(line => line.Kind == LedgerLine.StepKind && line.At > noticed.At);
        return next is null ? null : (next.At - kill.At).TotalSeconds;
    }

    private static double SecondsOf(IReadOnlyList<LedgerLine> lines)
    {
        var steps = lines.Where(line => line.Kind == LedgerLine.StepKind).ToList();
        return steps.Count < 2 ? 0 : (steps[^1].At - steps[0].At).TotalSeconds;
    }
}
