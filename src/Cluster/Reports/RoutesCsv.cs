using Moe.Cluster.Runs;
using Moe.Model;

namespace Moe.Cluster.Reports;

/// <summary>routes.csv: a row for each task and layer, a column for each expert's weight.</summary>
internal static class RoutesCsv
{
    /// <summary>The file's text.</summary>
    /// <param name="routes">Weights [L, E] of each task.</param>
    /// <param name="tasks">Tasks in order.</param>
    /// <param name="categories">Their categories.</param>
    /// <param name="shape">Names of layers and number of experts.</param>
    public static string Write(
        IReadOnlyDictionary<string, float[]> routes, IEnumerable<string> tasks, TaskCategories categories, ModelShape shape)
    {
        List<string> rows =
            [Csv.Row(["task", "category", "layer", .. Enumerable.Range(0, shape.Experts).Select(expert => $"expert_{expert}")])];
        foreach (var task in tasks)
        {
            for (var row = 0; row < shape.Layers; row++)
            {
                var weights = routes[task].AsSpan(row * shape.Experts, shape.Experts).ToArray();
                rows.Add(Csv.Row([task, categories.Of(task), LayerName(shape, row), .. weights.Select(weight => Csv.Number(weight))]));
            }
        }
        return string.Concat(rows.Select(row => row + "\n"));
    }

    /// <summary>encoder.0, decoder.3.</summary>
    public static string LayerName(ModelShape shape, int row)
    {
        var expert = shape.At(row, 0);
        return $"{(expert.Kind == ExpertKind.Encoder ? "encoder" : "decoder")}.{expert.Layer}";
    }
}
