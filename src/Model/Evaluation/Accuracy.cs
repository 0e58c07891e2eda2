namespace Moe.Model.Evaluation;

/// <summary>
/// ACC: the share of predictions equal to an answer but for case. Nothing else is normalised (paper code 4.2).
/// </summary>
public sealed class Accuracy : MeanOfRowsMetric
{
    /// <inheritdoc/>
    public override string Name => "ACC";

    /// <inheritdoc/>
    protected override double ScoreOne(string prediction, string gold) =>
        string.Equals(prediction.ToLowerInvariant(), gold.ToLowerInvariant(), StringComparison.Ordinal) ? 1 : 0;
}
