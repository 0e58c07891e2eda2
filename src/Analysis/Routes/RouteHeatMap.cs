using System.Globalization;
using Moe.Analysis.Plots;

namespace Moe.Analysis.Routes;

/// <summary>
/// The picture of the paper's route analysis: a column a task, ordered by category, and a row an expert, layer by
/// layer. Experts that serve one category stand out as dark blocks.
/// </summary>
public static class RouteHeatMap
{
    /// <param name="table">Routes; columns keep its order of tasks, within categories in order of appearance.</param>
    /// <param name="title">The heading.</param>
    public static HeatMap Of(RouteTable table, string title)
    {
        TaskRoute[] tasks = [.. table.Tasks.GroupBy(task => task.Category).SelectMany(category => category)];
        HeatMapItem[] rows = [.. table.Layers.SelectMany(
            layer => Enumerable.Range(0, layer.Experts),
            (layer, expert) => new HeatMapItem(expert.ToString(CultureInfo.InvariantCulture), layer.Name))];
        var values = new double[rows.Length, tasks.Length];
        for (int column = 0; column < tasks.Length; column++)
        {
            int row = 0;
            foreach (float weight in tasks[column].Weights.SelectMany(layer => layer))
                values[row++, column] = weight;
        }

        return new HeatMap(rows, [.. tasks.Select(task => new HeatMapItem(task.Task, task.Category))], values)
        {
            Title = title,
            Description = Describe(table, tasks),
            AmountLabel = "route weight",
            RowAxisLabel = "layer, expert",
        };
    }

    private static string Describe(RouteTable table, IReadOnlyList<TaskRoute> tasks)
    {
        IEnumerable<string> layers = table.Layers.Zip(
            RouteEntropy.MeanByLayer(table),
            (layer, entropy) => string.Create(CultureInfo.InvariantCulture, $"{layer.Name} {entropy:0.00}"));
        int categories = tasks.Select(task => task.Category).Distinct().Count();
        return $"Routes of {tasks.Count} tasks in {categories} categories at step {table.Step}: for each task the "
            + "weight of every expert of every layer, from 0 to 1. Mean entropy by layer, 0 for one expert and 1 for "
            + $"all alike: {string.Join(", ", layers)}.";
    }
}
