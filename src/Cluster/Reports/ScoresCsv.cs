using Moe.Cluster.Runs;

namespace Moe.Cluster.Reports;

/// <summary>scores.csv: a row for each task.</summary>
internal static class ScoresCsv
{
    /// <summary>The file's text.</summary>
    public static string Write(IEnumerable<TaskResult> tasks) => string.Concat(tasks.Select(Row).Prepend(Csv.Row(
        "task", "category", "metric", "dev", "test",
        "trivial_most_frequent_dev", "trivial_copy_dev", "better_trivial_dev",
        "trivial_most_frequent_test", "trivial_copy_test", "better_trivial_test")).Select(row => row + "\n"));

    private static string Row(TaskResult task) => Csv.Row(
        task.Task, task.Category, task.Metric, Csv.Number(task.Dev.Score), Csv.Number(task.Test.Score),
        Csv.Number(task.Dev.MostFrequent), Csv.Number(task.Dev.Copy), Csv.Number(task.Dev.BetterTrivial),
        Csv.Number(task.Test.MostFrequent), Csv.Number(task.Test.Copy), Csv.Number(task.Test.BetterTrivial));
}
