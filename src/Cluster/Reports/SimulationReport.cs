using System.Globalization;
using Moe.Actors.Simulation.Throughput;
using Moe.Analysis.Plots;

namespace Moe.Cluster.Reports;

/// <summary>What `simulate` prints and draws.</summary>
internal static class SimulationReport
{
    /// <summary>The figures, a line each.</summary>
    public static IEnumerable<string> Lines(ThroughputSettings settings, ThroughputResult result)
    {
        var steps = result.Steps;
        var undisturbed = steps.Where(step => step.Retried == 0).ToArray();
        double[] calm = [.. (undisturbed.Length > 0 ? undisturbed : steps).Select(step => step.Seconds).Order()];
        var pace = Quantile(calm, 0.5);
        var tokens = result.Tokens / settings.Steps;
        var experts = settings.ExpertsOfLayer * settings.Shape.Layers * 2;
        yield return Line($"cluster: {settings.Nodes:N0} nodes, {experts:N0} experts of shape {settings.Shape.Name}, ")
            + Line($"{tokens / settings.Shape.TokensPerStep:N0} micro-batches and {tokens:N0} tokens a step");
        yield return Line($"placement: largest load {result.Placement.Imbalance:F2} times the mean; ")
            + Line($"{100 * Share(result):F0} % of the traffic between layers crosses; {result.Moves:N0} moves later");
        yield return Line($"throughput: {result.Tokens / result.Seconds:N0} tokens/s, ")
            + Line($"{settings.Steps / result.Seconds * 60:F1} steps a minute");
        yield return Line($"step: median {pace:F3} s, p95 {Quantile(calm, 0.95):F3} s, worst {calm[^1]:F3} s; on average running ")
            + Line($"{Mean(steps, step => step.Running):F3}, preparing {Mean(steps, step => step.Preparing):F3}, ")
            + Line($"committing {Mean(steps, step => step.Committing):F3}, snapshots and moves {Mean(steps, step => step.Between):F3}");
        yield return Line($"balance: busiest node {Mean(steps, step => step.Balance):F2} times the mean on average, ")
            + Line($"{steps.Max(step => step.Balance):F2} at worst");
        yield return Line($"stalls: a micro-batch waited {result.Waited.Lanes / result.MicroBatches:F3} s for lanes and ")
            + Line($"{result.Waited.Links / result.MicroBatches:F3} s for links");
        yield return Line($"links: {result.Bytes / settings.Nodes / steps.Count / 1e6:F1} MB a node and step, ")
            + Line($"{100 * result.Bytes / settings.Nodes / result.Seconds / settings.LinkBytesPerSecond:F0} % of what they carry");
        if (settings.KillEverySeconds > 0) yield return Recoveries(settings, result, pace);
    }

    /// <summary>Throughput and balance over virtual time.</summary>
    public static string Chart(ThroughputSettings settings, ThroughputResult result)
    {
        var pace = Quantile([.. result.Steps.Select(step => step.Seconds).Order()], 0.5);
        return new LineChart(
        [
            new LineSeries("throughput over the median", [.. result.Steps.Select(step => (step.Begin, pace / step.Seconds))]),
            new LineSeries("busiest node over the mean", [.. result.Steps.Select(step => (step.Begin, step.Balance))]),
        ])
        {
            Title = Line($"{settings.Nodes:N0} simulated nodes, {settings.Experts:N0} experts"),
            XLabel = "virtual seconds",
            YLabel = "ratio",
        }.Draw().ToString();
    }

    private static string Recoveries(ThroughputSettings settings, ThroughputResult result, double pace)
    {
        var times = result.Recoveries.Select(recovery => recovery.Seconds).Order().ToArray();
        if (times.Length == 0) return "losses: none in that time";
        return Line($"losses: {times.Length} nodes, recovery median {Quantile(times, 0.5):F2} s, worst {times[^1]:F2} s, ")
            + Line($"{result.Recoveries.Sum(recovery => recovery.StepsReplayed)} steps replayed, efficiency ")
            + Line($"{100 * settings.Steps * pace / result.Seconds:F1} % of the undisturbed pace");
    }

    private static double Share(ThroughputResult result) =>
        result.Traffic > 0 ? result.Placement.CrossingBytes / result.Traffic : 0;

    private static double Mean(IReadOnlyList<StepFigures> steps, Func<StepFigures, double> figure) => steps.Average(figure);

    private static double Quantile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
