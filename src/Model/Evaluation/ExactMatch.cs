namespace Moe.Model.Evaluation;

/// <summary>EM: the share of predictions equal to an answer after <see cref="AnswerText.Normalize"/>.</summary>
public sealed class ExactMatch : MeanOfRowsMetric
{
    /// <inheritdoc/>
    public override string Name => "EM";

    /// <inheritdoc/>
    protected override double ScoreOne(string prediction, string gold) =>
        AnswerText.Normalize(prediction) == AnswerText.Normalize(gold) ? 1 : 0;
}
