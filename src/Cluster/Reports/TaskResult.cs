namespace Moe.Cluster.Reports;

/// <summary>A score beside those of the two answers that need no learning.</summary>
/// <param name="Score">The model's; NaN where the metric is not defined.</param>
/// <param name="MostFrequent">Of always giving the commonest training answer.</param>
/// <param name="Copy">Of giving the input back.</param>
internal sealed record ScoreBesideTrivial(double Score, double MostFrequent, double Copy)
{
    /// <summary>The better of the two trivial ones; one that is not defined counts as 0.</summary>
    public double BetterTrivial => Math.Max(OrZero(MostFrequent), OrZero(Copy));

    private static double OrZero(double score) => double.IsNaN(score) ? 0 : score;
}

/// <summary>What one task reached.</summary>
internal sealed record TaskResult(
    string Task, string Category, string Metric, ScoreBesideTrivial Dev, ScoreBesideTrivial Test);
