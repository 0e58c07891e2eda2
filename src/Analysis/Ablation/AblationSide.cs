namespace Moe.Analysis.Ablation;

/// <summary>Mean changes of score over the tasks of one side; NaN where there are none.</summary>
/// <param name="Tasks">How many tasks.</param>
/// <param name="Whole">Their mean score with all experts on.</param>
/// <param name="Tied">The mean change without the experts tied to the feature.</param>
/// <param name="Random">The same without random experts, a number for each draw.</param>
public sealed record AblationSide(int Tasks, double Whole, double Tied, IReadOnlyList<double> Random)
{
    /// <summary>The mean over draws.</summary>
    public double RandomMean => Random.Count == 0 ? double.NaN : Random.Average();

    internal static AblationSide Of(IEnumerable<AblationScore> scores)
    {
        AblationScore[] known = [.. scores.Where(score => !double.IsNaN(score.Change))];
        AblationScore[] tied = [.. known.Where(score => score.Draw == 0)];
        return new AblationSide(
            tied.Length,
            Mean(tied.Select(score => score.Whole)),
            Mean(tied.Select(score => score.Change)),
            [.. known.Where(score => score.Draw > 0).GroupBy(score => score.Draw).Select(draw => draw.Average(score => score.Change))]);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
