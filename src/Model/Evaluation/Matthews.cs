namespace Moe.Model.Evaluation;

/// <summary>
/// Matthews correlation of two classes: the text that means "yes" against every other text, over the first answer of
/// each row. 0 where undefined (one side has a single class).
/// </summary>
/// <param name="positive">The text of the positive class; "acceptable" is that of GLUE's CoLA.</param>
public sealed class Matthews(string positive = "acceptable") : ITaskMetric
{
    /// <inheritdoc/>
    public string Name => "Matthews";

    /// <inheritdoc/>
    public double Score(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        double truePositive = 0, trueNegative = 0, falsePositive = 0, falseNegative = 0;
        for (var row = 0; row < predictions.Count; row++)
        {
            switch (predictions[row] == positive, golds[row][0] == positive)
            {
                case (true, true): truePositive++; break;
                case (false, false): trueNegative++; break;
                case (true, false): falsePositive++; break;
                case (false, true): falseNegative++; break;
            }
        }
        var product = (truePositive + falsePositive) * (truePositive + falseNegative)
            * (trueNegative + falsePositive) * (trueNegative + falseNegative);
        return product == 0
            ? 0
            : (truePositive * trueNegative - falsePositive * falseNegative) / Math.Sqrt(product);
    }

    /// <inheritdoc/>
    public double[]? RowScores(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        return null;
    }
}
