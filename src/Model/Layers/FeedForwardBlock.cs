using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>The feed-forward sub-layer of a pass, W2 drop(activation(W1 x)), with its residual; x [N, D].</summary>
internal sealed class FeedForwardBlock(TransformerLayer layer, TensorBag bag, PassSettings settings)
{
    private readonly Residual residual = Residual.Of(layer, layer.Names.FeedForwardNorm, bag, settings, 2);
    private Tensor input = null!;
    private Segment activation = null!;

    public Tensor Forward(Tensor x_ND)
    {
        input = residual.Enter(x_ND);
        activation = Segment.Run(bag, t =>
        {
            var active_NF = Activation.Apply(layer.Shape.Backbone, t[0]);
            if (!settings.Training) return active_NF;
            var drop = DropoutMask.Draw(settings.Stream.Sub(12), layer.Shape.ActivationDropout,
                active_NF.shape, active_NF.device, active_NF.dtype);
            return drop is null ? active_NF : active_NF.mul(drop);
        }, layer.First.Forward(input));
        return residual.Leave(x_ND, layer.Second.Forward(activation.Output));
    }

    public Tensor Backward(Tensor gradient, WeightGradients weights)
    {
        var (sum, branch) = residual.LeaveBackward(gradient, weights);
        weights.Product(layer.Second, activation.Output, branch);
        var inner = activation.Backward(layer.Second.BackwardInput(branch))[0];
        weights.Product(layer.First, input, inner);
        return residual.EnterBackward(sum, layer.First, inner, weights);
    }
}
