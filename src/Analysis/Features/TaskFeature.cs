namespace Moe.Analysis.Features;

/// <summary>One property of every task.</summary>
/// <param name="Name">How commands and tables call it.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Values">Its value for each task.</param>
/// <param name="Threshold">A task has the feature when its value is above this.</param>
public sealed record TaskFeature(string Name, string Description, IReadOnlyList<double> Values, double Threshold)
{
    /// <summary>Whether a task has it: it is of the category, or above the median of all tasks.</summary>
    public bool Has(int task) => Values[task] > Threshold;
}
