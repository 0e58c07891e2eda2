namespace Moe.Model.Evaluation;

/// <summary>
/// QA-F1: how far the words of a prediction and of an answer overlap, as the harmonic mean of precision and recall
/// over the words of <see cref="AnswerText"/>, each word as often as it occurs. No overlap scores 0, also when both
/// are empty.
/// </summary>
public sealed class AnswerF1 : MeanOfRowsMetric
{
    /// <inheritdoc/>
    public override string Name => "QA-F1";

    /// <inheritdoc/>
    protected override double ScoreOne(string prediction, string gold)
    {
        var predicted = AnswerText.Words(prediction);
        var expected = AnswerText.Words(gold);
        var common = Common(predicted, expected);
        if (common == 0)
            return 0;
        var precision = (double)common / predicted.Length;
        var recall = (double)common / expected.Length;
        return 2 * precision * recall / (precision + recall);
    }

    private static int Common(string[] predicted, string[] expected)
    {
        var left = expected.CountBy(word => word).ToDictionary();
        var common = 0;
        foreach (var word in predicted)
        {
            if (left.GetValueOrDefault(word) == 0)
                continue;
            left[word]--;
            common++;
        }
        return common;
    }
}
