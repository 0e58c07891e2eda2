namespace Moe.Model.Evaluation;

/// <summary>
/// EM-raw: the share of predictions equal to an answer character by character, surrounding white space aside. For
/// tasks where case and punctuation are the point (restoring them, code, formulas).
/// </summary>
public sealed class ExactMatchRaw : MeanOfRowsMetric
{
    /// <inheritdoc/>
    public override string Name => "EM-raw";

    /// <inheritdoc/>
    protected override double ScoreOne(string prediction, string gold) =>
        prediction.AsSpan().Trim().SequenceEqual(gold.AsSpan().Trim()) ? 1 : 0;
}
