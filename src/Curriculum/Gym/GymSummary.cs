using System.Globalization;
using System.Text;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>What there is to show of one task.</summary>
/// <param name="Task">Its description.</param>
/// <param name="Train">Rows of the largest drawing's train file.</param>
/// <param name="Dev">Rows of its dev file.</param>
/// <param name="Test">Rows of its test file.</param>
/// <param name="FewShotSplits">Number of few-shot drawings.</param>
/// <param name="Sample">The first training row.</param>
public sealed record TaskSummary(
    TaskDescription Task, int Train, int Dev, int Test, int FewShotSplits, Example Sample);

/// <summary>A gym as a table for people.</summary>
/// <param name="Folder">Path of the gym.</param>
/// <param name="Tasks">Tasks in the order of the ontology.</param>
/// <param name="Partitions">The partitions of <c>splits/</c>.</param>
public sealed record GymSummary(
    string Folder, IReadOnlyList<TaskSummary> Tasks, IReadOnlyList<TaskPartition> Partitions)
{
    private const int SampleWidth = 60;

    /// <summary>Reads the largest drawing of every task.</summary>
    /// <exception cref="DataException">A file is missing or has a bad row.</exception>
    public static GymSummary Of(TaskGym gym)
    {
        IEnumerable<string> ordered = gym.Ontology.Tasks.Where(gym.Contains)
            .Concat(gym.Tasks.Select(task => task.Name)).Distinct(StringComparer.Ordinal);
        return new GymSummary(
            gym.Folder, [.. ordered.Select(task => Summarise(gym, task))], [.. gym.Partitions.Select(gym.Partition)]);
    }

    /// <summary>The table: a block for each category, a line for each task, then the partitions.</summary>
    public string ToTable()
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append(plain, $"{Folder}: {Tasks.Count} tasks, {Tasks.Sum(task => task.Train)} training rows\n");
        int nameWidth = Tasks.Max(task => task.Task.Name.Length);
        int metricWidth = Tasks.Max(task => task.Task.Metric.Length);
        foreach (var category in Tasks.GroupBy(task => task.Task.Category, StringComparer.Ordinal))
        {
            text.Append(plain, $"\n{category.Key} ({category.Count()}): train / dev / test rows, first row\n");
            foreach (TaskSummary task in category)
                text.Append("  ").Append(task.Task.Name.PadRight(nameWidth))
                    .Append("  ").Append(task.Task.Metric.PadRight(metricWidth))
                    .Append(plain, $"  {task.Train,5} / {task.Dev,3} / {task.Test,3}")
                    .Append(plain, $"  {Short(task.Sample.Input)} => {Short(task.Sample.Output)}\n");
        }
        text.Append("\npartitions: train / dev / test tasks\n");
        foreach (TaskPartition one in Partitions)
            text.Append(plain, $"  {one.Name}: {one.Train.Count} / {one.Dev.Count} / {one.Test.Count}\n");
        return text.ToString();
    }

    private static TaskSummary Summarise(TaskGym gym, string task)
    {
        FewShotSplit largest = gym.LargestSplit(task);
        IReadOnlyList<Example> train = gym.Read(largest, SplitPart.Train);
        return new TaskSummary(
            gym.Task(task),
            train.Count,
            gym.Read(largest, SplitPart.Dev).Count,
            gym.Read(largest, SplitPart.Test).Count,
            gym.Splits(task).Count(split => !split.IsFull),
            train[0]);
    }

    private static string Short(string text) => text.Length <= SampleWidth ? text : text[..(SampleWidth - 3)] + "...";
}
