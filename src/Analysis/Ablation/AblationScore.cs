namespace Moe.Analysis.Ablation;

/// <summary>A task's score with some experts switched off.</summary>
/// <param name="Feature">The feature that is looked at.</param>
/// <param name="Draw">0: the experts most tied to the feature; from 1 on: random ones.</param>
/// <param name="Experts">The experts that are off, parted by spaces.</param>
/// <param name="Task">The task.</param>
/// <param name="HasFeature">Whether the task has the feature.</param>
/// <param name="Whole">Its score with all experts on.</param>
/// <param name="Ablated">Its score without them.</param>
public sealed record AblationScore(
    string Feature, int Draw, string Experts, string Task, bool HasFeature, double Whole, double Ablated)
{
    /// <summary>What switching off changed; NaN when a score is no number (a correlation of constants).</summary>
    public double Change => Ablated - Whole;
}
