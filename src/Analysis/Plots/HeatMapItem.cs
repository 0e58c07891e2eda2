namespace Moe.Analysis.Plots;

/// <summary>One row or column of a heat map.</summary>
/// <param name="Label">What stands beside it.</param>
/// <param name="Group">Neighbours of the same group stand together under the group's own label.</param>
public sealed record HeatMapItem(string Label, string Group);
