namespace Moe.Analysis.Plots;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points in the order they are joined; a value that is no number breaks the line.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
