using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>The feed-forward sub-layer of a pass with its residual norm: LN(x + drop(W2 drop(gelu(W1 x)))), x [N, D].</summary>
internal sealed class FeedForwardBlock(BartLayer layer, TensorBag bag, PassSettings settings)
{
    private Tensor input = null!;
    private Segment activation = null!;
    private ResidualNorm residual = null!;

    public Tensor Forward(Tensor x_ND)
    {
        input = x_ND;
        activation = Segment.Run(bag, t =>
        {
            var active_NF = torch.nn.functional.gelu(t[0]);
            if (!settings.Training) return active_NF;
            var drop = DropoutMask.Draw(settings.Stream.Sub(12), layer.Shape.ActivationDropout,
                active_NF.shape, active_NF.device, active_NF.dtype);
            return drop is null ? active_NF : active_NF.mul(drop);
        }, layer.First.Forward(x_ND));
        residual = new ResidualNorm(layer, "final_layer_norm", bag, settings);
        return residual.Forward(x_ND, layer.Second.Forward(activation.Output));
    }

    public Tensor Backward(Tensor gradient, List<(LinearMap, Tensor, Tensor)> products, List<(string, Tensor, Tensor)> norms)
    {
        var (sum, branch) = residual.Backward(gradient, norms);
        products.Add((layer.Second, activation.Output, branch));
        var inner = activation.Backward(layer.Second.BackwardInput(branch))[0];
        products.Add((layer.First, input, inner));
        return layer.First.BackwardInputInto(sum, inner);
    }
}
