namespace Moe.Cluster.Reports;

/// <summary>Everything a report says of a finished run.</summary>
internal sealed record RunReport(
    string Run, string RunHash, long Parameters, RunTotals Totals, IReadOnlyList<TaskResult> Tasks,
    IReadOnlyList<string> Categories)
{
    /// <summary>Means over all tasks.</summary>
    public ScoreSummary Overall { get; } = ScoreSummary.Of([.. Tasks]);

    /// <summary>Means by category, in the ontology's order.</summary>
    public IReadOnlyList<(string Category, ScoreSummary Summary)> ByCategory { get; } =
        [.. Categories.Select(category => (category, ScoreSummary.Of([.. Tasks.Where(task => task.Category == category)])))
            .Where(entry => entry.Item2.Tasks > 0)];
}
