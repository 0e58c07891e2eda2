namespace Moe.Analysis.Ablation;

/// <summary>What switching off the experts tied to a feature does, beside as many random ones.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Experts">The tied experts, parted by spaces.</param>
/// <param name="With">The effect on tasks that have the feature.</param>
/// <param name="Without">The effect on all other tasks that were scored.</param>
public sealed record AblationEffect(string Feature, string Experts, AblationSide With, AblationSide Without)
{
    /// <summary>Sums up scores, feature by feature in order of appearance.</summary>
    public static IReadOnlyList<AblationEffect> Of(IEnumerable<AblationScore> scores) =>
        [.. scores.GroupBy(score => score.Feature).Select(feature => new AblationEffect(
            feature.Key,
            feature.First(score => score.Draw == 0).Experts,
            AblationSide.Of(feature.Where(score => score.HasFeature)),
            AblationSide.Of(feature.Where(score => !score.HasFeature))))];
}
