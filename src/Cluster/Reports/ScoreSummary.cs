namespace Moe.Cluster.Reports;

/// <summary>Means over some tasks. A score that is not a number (a correlation of constants) is left out of its mean.</summary>
internal sealed record ScoreSummary(
    int Tasks, double Dev, double Test, double TrivialDev, double TrivialTest, double BetterTrivialDev, double BetterTrivialTest)
{
    /// <summary>Means over tasks; the trivial mean is over both trivial answers.</summary>
    public static ScoreSummary Of(IReadOnlyCollection<TaskResult> tasks) => new(
        tasks.Count,
        Scores.Mean(tasks.Select(task => task.Dev.Score)),
        Scores.Mean(tasks.Select(task => task.Test.Score)),
        Scores.Mean(tasks.SelectMany(task => new[] { task.Dev.MostFrequent, task.Dev.Copy })),
        Scores.Mean(tasks.SelectMany(task => new[] { task.Test.MostFrequent, task.Test.Copy })),
        Scores.Mean(tasks.Select(task => task.Dev.BetterTrivial)),
        Scores.Mean(tasks.Select(task => task.Test.BetterTrivial)));
}
