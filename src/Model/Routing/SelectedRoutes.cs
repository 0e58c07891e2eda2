namespace Moe.Model.Routing;

/// <summary>Routes selected for training, with what their gradient needs.</summary>
public sealed class SelectedRoutes
{
    private readonly float[] soft_LBE;
    private readonly bool[]? explored_LB;
    private readonly double temperature;

    internal SelectedRoutes(RouteBatch routes, float[] soft_LBE, bool[]? explored_LB, double temperature)
    {
        (Routes, this.soft_LBE, this.explored_LB, this.temperature) = (routes, soft_LBE, explored_LB, temperature);
    }

    /// <summary>The weights experts are mixed or picked by.</summary>
    public RouteBatch Routes { get; }

    /// <summary>
    /// The gradient by the logits [L, B, E] from the gradient by the weights [L, B, E]:
    /// dz_e = y_e (g_e - sum_k g_k y_k) / tau, y being the softmax. Straight-through passes the gradient of the
    /// one-hot weight to y unchanged; the loss of a sparse computation gives a gradient for the picked expert only, and 0 for
    /// the others. Rows that explored get 0.
    /// </summary>
    public float[] Backward(ReadOnlySpan<float> gradient_LBE)
    {
        if (gradient_LBE.Length != soft_LBE.Length)
            throw new ArgumentException(
                $"gradient_LBE: expected {soft_LBE.Length} numbers, got {gradient_LBE.Length}.");
        var experts = Routes.Experts;
        var logits_LBE = new float[soft_LBE.Length];
        for (var start = 0; start < soft_LBE.Length; start += experts)
        {
            if (explored_LB is not null && explored_LB[start / experts]) continue;
            var mean = 0.0;
            for (var expert = start; expert < start + experts; expert++)
                mean += (double)gradient_LBE[expert] * soft_LBE[expert];
            for (var expert = start; expert < start + experts; expert++)
                logits_LBE[expert] = (float)(soft_LBE[expert] * (gradient_LBE[expert] - mean) / temperature);
        }
        return logits_LBE;
    }
}
