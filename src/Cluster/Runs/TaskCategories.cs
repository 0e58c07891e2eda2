using Moe.Curriculum.Gym;

namespace Moe.Cluster.Runs;

/// <summary>The category of each task and the order in which tables and pictures show them: the ontology's.</summary>
internal sealed class TaskCategories
{
    private readonly Dictionary<string, string> categoryOf;
    private readonly Dictionary<string, int> positionOf;

    /// <summary>Takes the order from a gym.</summary>
    public TaskCategories(TaskGym gym)
    {
        categoryOf = gym.Tasks.ToDictionary(task => task.Name, task => task.Category, StringComparer.Ordinal);
        positionOf = gym.Ontology.Tasks.Concat(gym.Tasks.Select(task => task.Name)).Distinct(StringComparer.Ordinal).Index()
            .ToDictionary(task => task.Item, task => task.Index, StringComparer.Ordinal);
        Names = [.. positionOf.OrderBy(task => task.Value).Select(task => Of(task.Key)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Categories in the ontology's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Category of a task.</summary>
    public string Of(string task) => categoryOf.GetValueOrDefault(task, Ontology.Unknown);

    /// <summary>Tasks in the ontology's order.</summary>
    public IEnumerable<string> Ordered(IEnumerable<string> tasks) => tasks
        .OrderBy(task => positionOf.GetValueOrDefault(task, int.MaxValue)).ThenBy(task => task, StringComparer.Ordinal);

    /// <summary>Loss per label token of a step by category, for the categories that took part.</summary>
    public IReadOnlyDictionary<string, double> LossPerToken(IReadOnlyDictionary<string, (double Loss, int Tokens)> byTask) => byTask
        .GroupBy(task => Of(task.Key))
        .ToDictionary(group => group.Key, group => group.Sum(task => task.Value.Loss) / Math.Max(1, group.Sum(task => task.Value.Tokens)));
}
