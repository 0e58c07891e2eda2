using Moe.Analysis.Plots;

namespace Moe.Analysis.Routes;

/// <summary>
/// How undecided routes are. The entropy of a distribution over experts in nats, divided by the entropy of the uniform
/// one: 0 when one expert has all the weight, 1 when all have the same.
/// </summary>
public static class RouteEntropy
{
    /// <param name="weights">A distribution over the experts of a layer.</param>
    public static double Of(IReadOnlyList<float> weights)
    {
        if (weights.Count < 2)
            return 0;
        double nats = weights.Where(weight => weight > 0).Sum(weight => -weight * Math.Log(weight));
        return Math.Clamp(nats / Math.Log(weights.Count), 0, 1);
    }

    /// <summary>The mean over the layers of one task's route.</summary>
    public static double Of(TaskRoute task) => task.Weights.Average(Of);

    /// <summary>
    /// The mean over tasks for each layer, in the table's order of layers; NaN when there are no tasks.
    /// </summary>
    public static IReadOnlyList<double> MeanByLayer(RouteTable table) =>
        [.. table.Layers.Index().Select(layer => table.Tasks.Count == 0
            ? double.NaN
            : table.Tasks.Average(task => Of(task.Weights[layer.Index])))];

    /// <summary>A line for each layer: the mean over tasks at every step.</summary>
    /// <param name="history">Routes of several steps with the same layers, at least one.</param>
    public static IReadOnlyList<LineSeries> LinesByLayer(IReadOnlyList<RouteTable> history)
    {
        (double Step, IReadOnlyList<double> Entropy)[] steps = [.. history.Select(table => ((double)table.Step, MeanByLayer(table)))];
        return [.. history[^1].Layers.Select((layer, index) => new LineSeries(
            layer.Name, [.. steps.Select(at => (at.Step, at.Entropy[index]))]))];
    }
}
