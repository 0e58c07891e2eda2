using Moe.Model.Failures;

namespace Moe.Model.Evaluation;

/// <summary>What every metric asks of its rows, checked in one place.</summary>
internal static class ScoredRows
{
    /// <summary>Refuses rows that no metric can score.</summary>
    /// <exception cref="DataException">No rows, unequal counts, or a row without an answer.</exception>
    public static void Check(
        string metric, IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> golds)
    {
        if (predictions.Count != golds.Count || predictions.Count == 0)
        {
            throw new DataException(
                $"{metric}: {predictions.Count} predictions for {golds.Count} rows of answers. Expected one "
                + "prediction a row and at least one row; check that the task's file is not empty.");
        }
        for (var row = 0; row < golds.Count; row++)
        {
            if (golds[row].Count == 0)
            {
                throw new DataException(
                    $"{metric}: row {row} (counted from 0) has no answer, expected at least one. Mend or remove "
                    + "the row in the task's file.");
            }
        }
    }

    /// <summary>For each row the best of <paramref name="score"/>(prediction, answer) over its answers.</summary>
    public static double[] BestOf(
        IReadOnlyList<string> predictions,
        IReadOnlyList<IReadOnlyList<string>> golds,
        Func<string, string, double> score)
    {
        var scores = new double[predictions.Count];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = golds[row].Max(gold => score(predictions[row], gold));
        return scores;
    }
}
