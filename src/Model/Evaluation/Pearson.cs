using System.Globalization;
using Moe.Model.Failures;

namespace Moe.Model.Evaluation;

/// <summary>
/// Pearson correlation of the numbers predicted with the first answer of each row. A prediction that is no number
/// counts as 3.0, the middle of the ratings 1 to 5 that the paper's three regression tasks use. NaN when either side
/// is constant, for then no correlation exists; means over tasks leave such a task out.
/// </summary>
public sealed class Pearson : ITaskMetric
{
    private const double ValueOfNoNumber = 3.0;

    /// <inheritdoc/>
    public string Name => "Pearson";

    /// <inheritdoc/>
    public double Score(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        var predicted = predictions.Select(text => Parse(text) ?? ValueOfNoNumber).ToArray();
        var expected = golds.Select((answers, row) => Parse(answers[0]) ?? throw new DataException(
            $"{Name}: the answer of row {row} (counted from 0) is '{answers[0]}', expected a number. Mend the row "
            + "in the task's file, or give the task another metric.")).ToArray();
        return Correlation(predicted, expected);
    }

    /// <inheritdoc/>
    public double[]? RowScores(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        return null;
    }

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;

    private static double Correlation(double[] left, double[] right)
    {
        if (left.All(value => value == left[0]) || right.All(value => value == right[0]))
            return double.NaN;
        var (leftMean, rightMean) = (left.Average(), right.Average());
        double product = 0, leftSquares = 0, rightSquares = 0;
        for (var row = 0; row < left.Length; row++)
        {
            var (leftPart, rightPart) = (left[row] - leftMean, right[row] - rightMean);
            product += leftPart * rightPart;
            leftSquares += leftPart * leftPart;
            rightSquares += rightPart * rightPart;
        }
        return Math.Clamp(product / (Math.Sqrt(leftSquares) * Math.Sqrt(rightSquares)), -1, 1);
    }
}
