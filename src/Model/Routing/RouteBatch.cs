namespace Moe.Model.Routing;

/// <summary>
/// Routes of the rows of one micro-batch: weights [L, B, E] and the task of each row. Plain memory, so that it
/// travels in messages. The weights are not checked: a router that has diverged gives NaN, which must reach the loss
/// and void the step there.
/// </summary>
public sealed class RouteBatch
{
    /// <summary>Takes over the arrays.</summary>
    /// <exception cref="ArgumentException">Their lengths do not fit.</exception>
    public RouteBatch(int layers, int experts, int[] taskIds, float[] weights_LBE)
    {
        if (weights_LBE.Length != layers * taskIds.Length * experts)
        {
            throw new ArgumentException(
                $"weights_LBE: expected {layers} x {taskIds.Length} x {experts} numbers, got {weights_LBE.Length}.");
        }
        (Layers, Experts, TaskIds, Weights_LBE) = (layers, experts, taskIds, weights_LBE);
    }

    /// <summary>One route for every row.</summary>
    public static RouteBatch Repeat(Route route, int[] taskIds)
    {
        var weights_LBE = new float[route.Layers * taskIds.Length * route.Experts];
        for (var layer = 0; layer < route.Layers; layer++)
        {
            for (var row = 0; row < taskIds.Length; row++)
                route.Layer(layer).CopyTo(weights_LBE.AsSpan((layer * taskIds.Length + row) * route.Experts));
        }
        return new RouteBatch(route.Layers, route.Experts, taskIds, weights_LBE);
    }

    /// <summary>Layers of both stacks, encoder first.</summary>
    public int Layers { get; }

    /// <summary>Rows of the micro-batch.</summary>
    public int Rows => TaskIds.Count;

    /// <summary>Experts of a layer.</summary>
    public int Experts { get; }

    /// <summary>The task of each row [B].</summary>
    public IReadOnlyList<int> TaskIds { get; }

    /// <summary>All weights, layer by layer and row by row.</summary>
    public ReadOnlyMemory<float> Weights_LBE { get; }

    /// <summary>The weights of every row at a layer [B, E].</summary>
    public ReadOnlySpan<float> Layer(int layer) => Weights_LBE.Span.Slice(layer * Rows * Experts, Rows * Experts);

    /// <summary>The weights of a row at a layer [E].</summary>
    public ReadOnlySpan<float> Weights(int layer, int row) => Layer(layer).Slice(row * Experts, Experts);

    /// <summary>The expert with the largest weight; the first of equals.</summary>
    public int Pick(int layer, int row) => LargestWeight.Of(Weights(layer, row));

    /// <summary>The picked expert of every row at a layer [B].</summary>
    public int[] Picks(int layer)
    {
        var picks = new int[Rows];
        for (var row = 0; row < Rows; row++) picks[row] = Pick(layer, row);
        return picks;
    }

    /// <summary>The route of one row.</summary>
    /// <exception cref="ArgumentException">Its weights are no route, NaN for example.</exception>
    public Route Of(int row)
    {
        var weights_LE = new float[Layers * Experts];
        for (var layer = 0; layer < Layers; layer++) Weights(layer, row).CopyTo(weights_LE.AsSpan(layer * Experts));
        return new Route(Layers, Experts, weights_LE);
    }

    /// <summary>The routes of some of the rows, in the order given.</summary>
    public RouteBatch Select(ReadOnlySpan<int> rows)
    {
        var weights = new float[Layers * rows.Length * Experts];
        var tasks = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) tasks[i] = TaskIds[rows[i]];
        for (var layer = 0; layer < Layers; layer++)
        {
            for (var i = 0; i < rows.Length; i++)
                Weights(layer, rows[i]).CopyTo(weights.AsSpan((layer * rows.Length + i) * Experts));
        }
        return new RouteBatch(Layers, Experts, tasks, weights);
    }
}
