using Moe.Analysis.Routes;

namespace Moe.Analysis.Clusters;

/// <summary>
/// How far apart two tasks' routes are: half the sum of absolute differences of a layer's weights (total variation),
/// averaged over layers. 0 for the same route, 1 for routes that share no expert; for routes of one expert a layer it
/// is the share of layers in which they differ.
/// </summary>
public static class RouteDistance
{
    public static double Between(TaskRoute one, TaskRoute other) => one.Weights.Zip(
        other.Weights,
        (left, right) => left.Zip(right, (a, b) => Math.Abs((double)a - b)).Sum() / 2).Average();

    /// <summary>The distance of every two tasks of a table, in its order.</summary>
    public static double[,] Matrix(RouteTable table)
    {
        int count = table.Tasks.Count;
        var distances = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                distances[i, j] = distances[j, i] = Between(table.Tasks[i], table.Tasks[j]);
        }

        return distances;
    }
}
