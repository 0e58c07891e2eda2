namespace Moe.Cluster.Reports;

/// <summary>A method's test score of one task with one seed.</summary>
internal sealed record SeededScore(string Task, string Category, string Metric, int Seed, double Test)
{
    /// <summary>More columns, the same ones in every row of a file.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];
}
