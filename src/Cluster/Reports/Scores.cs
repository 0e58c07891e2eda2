namespace Moe.Cluster.Reports;

/// <summary>Scores of several tasks together.</summary>
internal static class Scores
{
    /// <summary>Their mean; one that is not a number (a correlation of constants) is left out. NaN when none is left.</summary>
    public static double Mean(IEnumerable<double> scores) =>
        scores.Where(score => !double.IsNaN(score)).DefaultIfEmpty(double.NaN).Average();
}
