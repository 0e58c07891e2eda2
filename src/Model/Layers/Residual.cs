using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// What stands around a sub-layer F, with x and F's result [N, D]: x + drop(F(x)) and a norm, before F or after the sum. The
/// sub-layer asks for what it is to read, hands its result over, and goes back in reverse.
/// </summary>
internal abstract class Residual(TransformerLayer layer, string norm, TensorBag bag, PassSettings settings, ulong purpose)
{
    private TransformerLayer Layer => layer;

    private string Norm => norm;

    private TensorBag Bag => bag;

    /// <summary>The residual of a layer's backbone; <paramref name="purpose"/> tells the dropouts of a layer's sub-layers apart.</summary>
    public static Residual Of(TransformerLayer layer, string norm, TensorBag bag, PassSettings settings, ulong purpose) =>
        layer.Shape.Backbone == Backbone.Bart
            ? new PostNorm(layer, norm, bag, settings, purpose)
            : new PreNorm(layer, norm, bag, settings, purpose);

    /// <summary>What the sub-layer reads.</summary>
    public abstract Tensor Enter(Tensor x_ND);

    /// <summary>The state after the sub-layer.</summary>
    public abstract Tensor Leave(Tensor x_ND, Tensor branch_ND);

    /// <summary>Gradients of x through the sum alone, and of the sub-layer's result, from that of the state after it.</summary>
    public abstract (Tensor X, Tensor Branch) LeaveBackward(Tensor gradient_ND, WeightGradients weights);

    /// <summary>
    /// The gradient of x: through the sum, and through the linear map by which the sub-layer reads, given the gradient of the
    /// map's result.
    /// </summary>
    public abstract Tensor EnterBackward(Tensor sum_ND, LinearMap map, Tensor gradient, WeightGradients weights);

    private Tensor? Mask(Tensor branch) => settings.Training
        ? DropoutMask.Draw(settings.Stream.Sub(purpose), layer.Shape.Dropout, branch.shape, branch.device, branch.dtype)
        : null;

    // BART: LN(x + drop(F(x))).
    private sealed class PostNorm(TransformerLayer layer, string norm, TensorBag bag, PassSettings settings, ulong purpose)
        : Residual(layer, norm, bag, settings, purpose)
    {
        private Segment segment = null!;

        public override Tensor Enter(Tensor x_ND) => x_ND;

        public override Tensor Leave(Tensor x_ND, Tensor branch_ND)
        {
            segment = Segment.Run(Bag, t =>
            {
                var drop = Mask(t[1]);
                var sum = drop is null ? t[0].add(t[1]) : t[0].addcmul(t[1], drop, 1);
                return NormFunction.Apply(sum, t[2], t[3]);
            }, x_ND, branch_ND, Layer.Parameters.Weight(Norm + ".weight"), Layer.Parameters.Weight(Norm + ".bias"));
            return segment.Output;
        }

        public override (Tensor X, Tensor Branch) LeaveBackward(Tensor gradient_ND, WeightGradients weights)
        {
            var gradients = segment.Backward(gradient_ND);
            weights.Parameter(Norm + ".weight", gradients[2]);
            weights.Parameter(Norm + ".bias", gradients[3]);
            return (gradients[0], gradients[1]);
        }

        public override Tensor EnterBackward(Tensor sum_ND, LinearMap map, Tensor gradient, WeightGradients weights) =>
            map.BackwardInputInto(sum_ND, gradient);
    }

    // T5: x + drop(F(RMS(x))).
    private sealed class PreNorm(TransformerLayer layer, string norm, TensorBag bag, PassSettings settings, ulong purpose)
        : Residual(layer, norm, bag, settings, purpose)
    {
        private Segment segment = null!;
        private Tensor? drop;

        public override Tensor Enter(Tensor x_ND)
        {
            segment = Segment.Run(
                Bag, t => NormFunction.Apply(t[0], t[1], null), x_ND, Layer.Parameters.Weight(Norm + ".weight"));
            return segment.Output;
        }

        public override Tensor Leave(Tensor x_ND, Tensor branch_ND)
        {
            if (Mask(branch_ND) is not { } mask) return Bag.Keep(x_ND.add(branch_ND));
            drop = Bag.Keep(mask);
            return Bag.Keep(x_ND.addcmul(branch_ND, drop, 1));
        }

        public override (Tensor X, Tensor Branch) LeaveBackward(Tensor gradient_ND, WeightGradients weights) =>
            (gradient_ND, drop is null ? gradient_ND.detach() : gradient_ND.mul(drop));

        public override Tensor EnterBackward(Tensor sum_ND, LinearMap map, Tensor gradient, WeightGradients weights)
        {
            var gradients = segment.Backward(map.BackwardInput(gradient));
            weights.Parameter(Norm + ".weight", gradients[1]);
            return sum_ND.add(gradients[0]);
        }
    }
}
