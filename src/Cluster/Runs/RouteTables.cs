using Moe.Analysis.Routes;
using Moe.Model;

namespace Moe.Cluster.Runs;

/// <summary>From a run's routes to the tables that are analysed: routed layers by name, tasks in the ontology's order.</summary>
internal static class RouteTables
{
    /// <summary>The table of a step.</summary>
    /// <param name="step">Steps the weights have seen.</param>
    /// <param name="routes">For each task a weight for every expert of every layer [L, E].</param>
    /// <param name="shape">The run's model; its vanilla layers are left out.</param>
    /// <param name="categories">Categories and order of the tasks.</param>
    public static RouteTable Of(
        long step, IReadOnlyDictionary<string, float[]> routes, ModelShape shape, TaskCategories categories)
    {
        var routed = Enumerable.Range(0, shape.Layers).Where(row => !shape.IsVanilla(row)).ToList();
        return new RouteTable(
            step,
            [.. routed.Select(row => new RouteLayer(LayerName(shape.At(row, 0)), shape.Experts))],
            [.. categories.Ordered(routes.Keys).Select(task => new TaskRoute(task, categories.Of(task),
                [.. routed.Select(row => routes[task].AsSpan(row * shape.Experts, shape.Experts).ToArray())]))]);
    }

    private static string LayerName(ExpertId expert) =>
        $"{(expert.Kind == ExpertKind.Encoder ? "encoder" : "decoder")}.{expert.Layer}";
}
