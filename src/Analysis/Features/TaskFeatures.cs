using Moe.Analysis.Statistics;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Analysis.Features;

/// <summary>
/// What can be said of tasks apart from their routes: their category in the ontology, 0 or 1, and measurements of their
/// rows. A feature that is the same for all tasks is left out, for nothing can be tied to it.
/// </summary>
public sealed class TaskFeatures
{
    /// <summary>What the name of a category's feature starts with.</summary>
    public const string CategoryPrefix = "category:";

    private TaskFeatures(IReadOnlyList<string> tasks, IReadOnlyList<TaskFeature> all) => (Tasks, All) = (tasks, all);

    /// <summary>The tasks, in the order of every feature's values.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>Categories first, then measurements.</summary>
    public IReadOnlyList<TaskFeature> All { get; }

    /// <summary>Finds the features of tasks.</summary>
    /// <param name="tasks">Names and categories.</param>
    /// <param name="rowsOf">At least one row of a task.</param>
    public static TaskFeatures Of(
        IReadOnlyList<(string Task, string Category)> tasks, Func<string, IReadOnlyList<Example>> rowsOf)
    {
        IEnumerable<TaskFeature> categories = tasks.Select(task => task.Category).Distinct().Select(category => new TaskFeature(
            CategoryPrefix + category,
            $"the ontology's category {category}",
            [.. tasks.Select(task => task.Category == category ? 1.0 : 0.0)],
            0.5));
        IReadOnlyList<Example>[] rows = [.. tasks.Select(task => rowsOf(task.Task))];
        IEnumerable<TaskFeature> measured = Measurement.All.Select(measurement =>
        {
            double[] values = Array.ConvertAll(rows, measurement.Of.Invoke);
            return new TaskFeature(measurement.Name, measurement.Description, values, Median(values));
        });
        return new TaskFeatures(
            [.. tasks.Select(task => task.Task)],
            [.. categories.Concat(measured).Where(feature => Correlation.Standardized(feature.Values) is not null)]);
    }

    /// <summary>The feature of a name.</summary>
    /// <exception cref="ConfigurationException">There is none; the message names all.</exception>
    public TaskFeature Named(string name) => All.FirstOrDefault(feature => feature.Name == name)
        ?? throw new ConfigurationException(
            $"'{name}' is no feature of this run's tasks, expected one of {string.Join(", ", All.Select(feature => feature.Name))}. "
            + $"The nearest is {NearestNames.Of(name, All.Select(feature => feature.Name)).First()}. Give --feature.");

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
