namespace Moe.Analysis.Clusters;

/// <summary>Two groups that became one. Groups 0 to n - 1 are the single items; merge i makes group n + i.</summary>
/// <param name="Left">The group with the earlier first item.</param>
/// <param name="Right">The other.</param>
/// <param name="Distance">How far apart they were.</param>
public readonly record struct Merge(int Left, int Right, double Distance);
