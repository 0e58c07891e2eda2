namespace Moe.Model.Evaluation;

/// <summary>
/// Classification-F1: macro F1 of exact strings against the first answer of each row. The classes are the labels seen
/// in answers and in predictions, so a prediction that is no label adds a class with F1 0 and lowers the mean, as
/// scikit-learn's default does.
/// </summary>
public sealed class ClassificationF1 : ITaskMetric
{
    /// <inheritdoc/>
    public string Name => "Classification-F1";

    /// <inheritdoc/>
    public double Score(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        SortedDictionary<string, (int Predicted, int Expected, int Hit)> counts = new(StringComparer.Ordinal);
        for (var row = 0; row < predictions.Count; row++)
        {
            var (prediction, gold) = (predictions[row], golds[row][0]);
            var hit = prediction == gold ? 1 : 0;
            Add(prediction, 1, 0, hit);
            Add(gold, 0, 1, 0);
        }
        return counts.Values.Average(count => 2.0 * count.Hit / (count.Predicted + count.Expected));

        void Add(string label, int predicted, int expected, int hit)
        {
            var count = counts.GetValueOrDefault(label);
            counts[label] = (count.Predicted + predicted, count.Expected + expected, count.Hit + hit);
        }
    }

    /// <inheritdoc/>
    public double[]? RowScores(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        return null;
    }
}
