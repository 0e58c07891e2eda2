namespace Moe.Model.Evaluation;

/// <summary>A metric whose score is the mean over rows of the best score over the row's answers.</summary>
public abstract class MeanOfRowsMetric : ITaskMetric
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public double Score(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds) =>
        RowScores(predictions, golds).Average();

    /// <summary>The score of each row; never null for these metrics.</summary>
    /// <exception cref="Failures.DataException">No rows, unequal counts, or a row without an answer.</exception>
    public double[] RowScores(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        ScoredRows.Check(Name, predictions, golds);
        return ScoredRows.BestOf(predictions, golds, ScoreOne);
    }

    double[]? ITaskMetric.RowScores(
        IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds) =>
        RowScores(predictions, golds);

    /// <summary>The score of one prediction against one answer.</summary>
    protected abstract double ScoreOne(string prediction, string gold);
}
