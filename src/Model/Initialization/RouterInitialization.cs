using Moe.Model.Parameters;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using TorchSharp;

namespace Moe.Model.Initialization;

/// <summary>
/// Draws a router network from a seed as the authors' code does (paper notes 1.3): matrices and layer embeddings N(0,
/// 0.02), biases 0; recurrences uniform within 1/sqrt(h), biases included; the packed attention projection
/// Xavier-uniform; norm gains 1. The logits of a linear router then start near 0 and its routes near equal weights.
/// </summary>
public static class RouterInitialization
{
    private const double Deviation = 0.02;

    /// <summary>Fills a network's parameters.</summary>
    public static void Fill(FlatParameters parameters, RouterShape shape, ulong seed)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        foreach (var slot in parameters.Layout.Slots)
        {
            var stream = RandomStream.For(seed, 0, 0, "router", "initial/" + slot.Name);
            if (slot.Name.Contains(".rnn."))
                WeightFill.Uniform(parameters, slot, stream, 1 / Math.Sqrt(shape.HiddenWidth));
            else if (slot.Name.EndsWith("in_proj_weight")) WeightFill.Xavier(parameters, slot, stream);
            else if (slot.Shape.Length == 2) WeightFill.Normal(parameters, slot, stream, Deviation);
            else WeightFill.Constant(parameters, slot, slot.Name.Contains("bias") ? 0 : 1);
        }
        parameters.WeightsChanged();
    }
}
