namespace Moe.Model.Routing;

/// <summary>
/// The auxiliary loss that asks a router to use the experts of a layer alike: N sum_i f_i P_i a layer, N experts on, f_i the part of
/// all rows that expert i serves, taken as a constant, and P_i its mean probability (Fedus, Zoph, Shazeer 2021, formulas 4 to 6,
/// with rows in place of tokens). It is 1 a layer when all experts serve alike, and N when one serves all.
/// </summary>
public static class LoadBalance
{
    /// <summary>The part of all rows that every expert serves [L, E]; 1 in sum over a layer.</summary>
    /// <param name="routes">The route of every task.</param>
    /// <param name="mode">Whether a row goes to the largest expert of its route alone.</param>
    /// <param name="rowsOfTask">Rows of every task; all tasks count the same when there are none yet.</param>
    public static double[] Loads(RouteBatch routes, ComputationMode mode, ReadOnlySpan<long> rowsOfTask)
    {
        var total = 0L;
        foreach (var rows in rowsOfTask) total += rows;
        var loads_LE = new double[routes.Layers * routes.Experts];
        for (var layer = 0; layer < routes.Layers; layer++)
        {
            var loads_E = loads_LE.AsSpan(layer * routes.Experts, routes.Experts);
            for (var row = 0; row < routes.Rows; row++)
            {
                var part = total == 0 ? 1.0 / routes.Rows : (double)rowsOfTask[routes.TaskIds[row]] / total;
                if (mode == ComputationMode.Sparse) loads_E[routes.Pick(layer, row)] += part;
                else Mix(loads_E, routes.Weights(layer, row), part);
            }
        }
        return loads_LE;
    }

    /// <summary>Adds the gradient of one layer's loss by the routes of rows [B, E].</summary>
    /// <param name="gradient_BE">What it is added to.</param>
    /// <param name="loads_E">What <see cref="Loads"/> gave for the layer.</param>
    /// <param name="on">Experts of the layer that are on.</param>
    /// <param name="weight">Weight of the loss.</param>
    public static void AddGradient(Span<float> gradient_BE, ReadOnlySpan<double> loads_E, int on, double weight)
    {
        var experts = loads_E.Length;
        var scale = weight * on / (gradient_BE.Length / experts);
        for (var i = 0; i < gradient_BE.Length; i++) gradient_BE[i] += (float)(scale * loads_E[i % experts]);
    }

    private static void Mix(Span<double> loads_E, ReadOnlySpan<float> weights_E, double part)
    {
        for (var expert = 0; expert < loads_E.Length; expert++) loads_E[expert] += part * weights_E[expert];
    }
}
