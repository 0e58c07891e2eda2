using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Analysis.Ablation;

/// <summary>Routes with experts switched off.</summary>
public static class DisabledExperts
{
    /// <summary>
    /// A route without some experts. What is left of a layer is scaled to sum to 1, as if the logits of those switched
    /// off were far below all others; where nothing is left of a route that was sure of itself, the experts that are on
    /// share the layer evenly.
    /// </summary>
    /// <param name="shares">How much of a task each expert has, before one of them is picked.</param>
    /// <param name="mask">Which are off; every layer has one that is on.</param>
    public static Route Without(Route shares, ExpertMask mask)
    {
        var weights_LE = shares.Weights_LE.ToArray();
        for (int layer = 0; layer < shares.Layers; layer++)
        {
            Span<float> weights = weights_LE.AsSpan(layer * shares.Experts, shares.Experts);
            ReadOnlySpan<bool> off = mask.Of(layer);
            if (!off.Contains(true))
                continue;
            float left = 0;
            for (int expert = 0; expert < weights.Length; expert++)
                left += off[expert] ? 0 : weights[expert];
            for (int expert = 0; expert < weights.Length; expert++)
            {
                float scaled = left > 0 ? weights[expert] / left : 1f / off.Count(false);
                weights[expert] = off[expert] ? 0 : scaled;
            }
        }

        return new Route(shares.Layers, shares.Experts, weights_LE);
    }
}
