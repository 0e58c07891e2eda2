using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>
/// Turns router logits into routes (paper notes 1.5 and 1.6). A batch's logits are a few thousand numbers, so this is
/// plain code: no graph, the same bits everywhere, and the gradient, <see cref="SelectedRoutes.Backward"/>, is written
/// out. Experts that are switched off get weight 0 in every mode.
/// </summary>
public sealed class Selection(SelectionSettings settings, ExpertMask? mask = null)
{
    /// <summary>How this selection works.</summary>
    public SelectionSettings Settings => settings;

    /// <summary>Experts that are switched off, if any.</summary>
    public ExpertMask? Mask => mask;

    /// <summary>Routes for a training step, with noise and exploration from named streams.</summary>
    public SelectedRoutes Train(RouterLogits logits, double temperature, RoutingMoment moment)
    {
        var noise_LBE = settings.Mode == SelectionMode.Softmax ? null : DrawNoise(logits, moment);
        return Train(logits, temperature, noise_LBE, moment);
    }

    /// <summary>
    /// Routes for a training step with given Gumbel noise [L, B, E] (null for none) and exploration from named
    /// streams.
    /// </summary>
    public SelectedRoutes Train(RouterLogits logits, double temperature, float[]? noise_LBE, RoutingMoment moment)
    {
        var soft_LBE = Soft(logits, temperature, noise_LBE);
        var weights_LBE = settings.Mode == SelectionMode.GumbelStraightThrough
            ? OneHot(soft_LBE, logits.Experts)
            : (float[])soft_LBE.Clone();
        var explored_LB = Explore(logits, weights_LBE, moment);
        var routes = new RouteBatch(logits.Layers, logits.Experts, logits.TaskIds, weights_LBE);
        return new SelectedRoutes(routes, soft_LBE, explored_LB, temperature);
    }

    /// <summary>
    /// Routes without noise or exploration: what evaluation, generation and analysis use (paper notes 8.3).
    /// </summary>
    public RouteBatch Evaluate(RouterLogits logits, double temperature)
    {
        var weights_LBE = Soft(logits, temperature, null);
        if (settings.Mode == SelectionMode.GumbelStraightThrough) weights_LBE = OneHot(weights_LBE, logits.Experts);
        return new RouteBatch(logits.Layers, logits.Experts, logits.TaskIds, weights_LBE);
    }

    private float[] DrawNoise(RouterLogits logits, RoutingMoment moment)
    {
        var stream = moment.Stream("gumbel", settings.NoisePerTask);
        var noise_LBE = new float[logits.Values_LBE.Length];
        for (var layer = 0; layer < logits.Layers; layer++)
        {
            for (var row = 0; row < logits.Rows; row++)
            {
                var place = stream.Sub(Place(logits, layer, row));
                var start = (layer * logits.Rows + row) * logits.Experts;
                for (var expert = 0; expert < logits.Experts; expert++)
                    noise_LBE[start + expert] = (float)place.Gumbel((ulong)expert);
            }
        }
        return noise_LBE;
    }

    // The same number for all rows of a task when noise belongs to tasks, whatever else is in the batch.
    private ulong Place(RouterLogits logits, int layer, int row) =>
        ((ulong)layer << 32) | (uint)(settings.NoisePerTask ? logits.TaskIds[row] : row);

    private float[] Soft(RouterLogits logits, double temperature, float[]? noise_LBE)
    {
        var soft_LBE = new float[logits.Values_LBE.Length];
        for (var layer = 0; layer < logits.Layers; layer++)
        {
            for (var row = 0; row < logits.Rows; row++)
            {
                var start = (layer * logits.Rows + row) * logits.Experts;
                Softmax(logits.Of(layer, row), noise_LBE is null ? default : noise_LBE.AsSpan(start, logits.Experts),
                    temperature, mask is null ? default : mask.Of(layer), soft_LBE.AsSpan(start, logits.Experts));
            }
        }
        return soft_LBE;
    }

    private static void Softmax(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> noise, double temperature, ReadOnlySpan<bool> disabled,
        Span<float> weights)
    {
        Span<double> scaled = stackalloc double[logits.Length];
        var largest = double.NegativeInfinity;
        for (var expert = 0; expert < logits.Length; expert++)
        {
            scaled[expert] = (logits[expert] + (noise.IsEmpty ? 0.0 : noise[expert])) / temperature;
            if (IsOn(disabled, expert)) largest = Math.Max(largest, scaled[expert]);
        }
        var sum = 0.0;
        for (var expert = 0; expert < logits.Length; expert++)
        {
            scaled[expert] = IsOn(disabled, expert) ? Math.Exp(scaled[expert] - largest) : 0;
            sum += scaled[expert];
        }
        for (var expert = 0; expert < logits.Length; expert++) weights[expert] = (float)(scaled[expert] / sum);
    }

    private static bool IsOn(ReadOnlySpan<bool> disabled, int expert) => disabled.IsEmpty || !disabled[expert];

    private static float[] OneHot(float[] soft_LBE, int experts)
    {
        var weights_LBE = new float[soft_LBE.Length];
        for (var start = 0; start < soft_LBE.Length; start += experts)
        {
            var row = soft_LBE.AsSpan(start, experts);
            // A softmax with one NaN is all NaN. It stays so, for the loss to show it instead of a route that looks
            // healthy.
            if (float.IsNaN(row[0])) row.CopyTo(weights_LBE.AsSpan(start));
            else weights_LBE[start + LargestWeight.Of(row)] = 1;
        }
        return weights_LBE;
    }

    private bool[]? Explore(RouterLogits logits, float[] weights_LBE, RoutingMoment moment)
    {
        if (settings.Exploration.Rate <= 0) return null;
        var stream = moment.Stream("explore", settings.NoisePerTask);
        var explored_LB = new bool[logits.Layers * logits.Rows];
        for (var i = 0; i < explored_LB.Length; i++)
        {
            var (layer, row) = (i / logits.Rows, i % logits.Rows);
            var place = stream.Sub(Place(logits, layer, row));
            if (place.Uniform(0) >= settings.Exploration.Rate) continue;
            explored_LB[i] = true;
            Replace(weights_LBE.AsSpan(i * logits.Experts, logits.Experts), layer, place);
        }
        return explored_LB;
    }

    private void Replace(Span<float> weights, int layer, RandomStream place)
    {
        var disabled = mask is null ? default : mask.Of(layer);
        var on = weights.Length - (disabled.IsEmpty ? 0 : disabled.Count(true));
        var picked = place.Below(on, 1);
        for (int expert = 0, counted = 0; expert < weights.Length; expert++)
        {
            if (!IsOn(disabled, expert)) weights[expert] = 0;
            else if (settings.Exploration.Kind == ExplorationKind.EqualWeights) weights[expert] = 1f / on;
            else weights[expert] = counted++ == picked ? 1 : 0;
        }
    }
}
