using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// Pulls a layer's experts together (paper notes 1.7): R = 1/C(m, 2) times the sum over pairs of experts and over
/// named parameters p of || p_i - p_j ||, the plain norm. The loss gets lambda R once for each micro-batch and routed
/// layer; a negative lambda pushes the experts apart.
/// </summary>
public static class ExpertRegularization
{
    /// <summary>R of one layer, given the flat weights of all its experts.</summary>
    public static double Value(ParameterLayout layout, IReadOnlyList<Tensor> weights)
    {
        if (weights.Count < 2) return 0;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var sum = 0.0;
        for (var i = 0; i < weights.Count; i++)
        {
            for (var j = i + 1; j < weights.Count; j++)
            {
                var difference = weights[i].sub(weights[j]);
                var norms = layout.Slots.Select(slot => difference.narrow(0, slot.Offset, slot.Count).norm())
                    .ToArray();
                sum += torch.stack(norms).sum().ToDouble();
            }
        }
        return sum / Pairs(weights.Count);
    }

    /// <summary>
    /// Adds lambda dR/dp to one expert's gradients, given the flat weights of its siblings: lambda / C(m, 2) times
    /// the sum over siblings of (p - q) / || p - q ||, and 0 where they are equal.
    /// </summary>
    public static void AddGradient(FlatParameters expert, IReadOnlyList<Tensor> siblings, double lambda)
    {
        if (siblings.Count == 0 || lambda == 0) return;
        using var _ = torch.no_grad();
        var scale = lambda / Pairs(siblings.Count + 1);
        foreach (var sibling in siblings)
        {
            using var scope = torch.NewDisposeScope();
            var difference = expert.Weights.sub(sibling);
            foreach (var slot in expert.Layout.Slots)
            {
                var part = difference.narrow(0, slot.Offset, slot.Count);
                // Where the norm is 0 the difference is 0 too: the bound only keeps 0/0 away.
                var factor = part.norm().clamp_min(1e-30).reciprocal().mul(scale);
                expert.Gradients.narrow(0, slot.Offset, slot.Count).addcmul_(part, factor, 1);
            }
        }
    }

    private static double Pairs(int experts) => experts * (experts - 1) / 2.0;
}
