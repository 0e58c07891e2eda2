using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>The end of every sub-layer: LN(x + drop(branch)), with x and branch [N, D].</summary>
internal sealed class ResidualNorm(BartLayer layer, string norm, TensorBag bag, PassSettings settings)
{
    private Segment segment = null!;

    public Tensor Forward(Tensor x_ND, Tensor branch_ND)
    {
        var parameters = layer.Parameters;
        segment = Segment.Run(bag, t =>
        {
            var drop = settings.Training
                ? DropoutMask.Draw(settings.Stream.Sub(Purpose), layer.Shape.Dropout, t[1].shape, t[1].device, t[1].dtype)
                : null;
            var sum = drop is null ? t[0].add(t[1]) : t[0].addcmul(t[1], drop, 1);
            return torch.nn.functional.layer_norm(sum, [layer.Shape.Width], t[2], t[3], BartLayer.NormEpsilon);
        }, x_ND, branch_ND, parameters.Weight(norm + ".weight"), parameters.Weight(norm + ".bias"));
        return segment.Output;
    }

    /// <summary>Gradients of x and of the branch; the norm's own are noted.</summary>
    public (Tensor X, Tensor Branch) Backward(Tensor gradient, List<(string, Tensor, Tensor)> norms)
    {
        var gradients = segment.Backward(gradient);
        norms.Add((norm, gradients[2], gradients[3]));
        return (gradients[0], gradients[1]);
    }

    private ulong Purpose => norm switch { "self_attn_layer_norm" => 0, "encoder_attn_layer_norm" => 1, _ => 2 };
}
