namespace Moe.Model.Evaluation;

/// <summary>
/// How the predictions of one task are scored. Higher is better for every metric; most lie in [0, 1], correlations in
/// [-1, 1]. The formulas are those of the paper's code, so that numbers compare.
/// </summary>
public interface ITaskMetric
{
    /// <summary>The name in task files and reports, as in <see cref="Metrics.ByName"/>.</summary>
    string Name { get; }

    /// <summary>The score of a whole task.</summary>
    /// <param name="predictions">One decoded and trimmed text a row.</param>
    /// <param name="golds">For each row the accepted answers, at least one.</param>
    /// <returns>The score; NaN where the metric is not defined (see each metric).</returns>
    /// <exception cref="Failures.DataException">No rows, unequal counts, or a row without an answer.</exception>
    double Score(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds);

    /// <summary>
    /// The score of each row where the score of the task is their mean; null for a metric that only exists over many
    /// rows (macro F1, correlations).
    /// </summary>
    /// <exception cref="Failures.DataException">As for <see cref="Score"/>.</exception>
    double[]? RowScores(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds);
}
