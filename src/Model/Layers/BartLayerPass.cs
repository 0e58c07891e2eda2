using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// One micro-batch's way through a <see cref="BartLayer"/>: sub-layers in order, each a linear map in, a stretch of
/// autograd, a linear map out, and the residual norm. Going back visits them in reverse; every linear map notes the
/// pair (its input, its output's gradient) from which its weight gradient is formed later.
/// </summary>
internal sealed class BartLayerPass : ILayerPass
{
    private readonly BartLayer layer;
    private readonly TensorBag bag = new();
    private readonly List<(LinearMap Map, Tensor Input, Tensor Gradient)> products = [];
    private readonly List<(string Norm, Tensor Gain, Tensor Bias)> norms = [];
    private readonly AttentionBlock self;
    private readonly AttentionBlock? cross;
    private readonly FeedForwardBlock feedForward;
    private readonly int batch;

    public BartLayerPass(BartLayer layer, LayerInput input, PassSettings settings)
    {
        this.layer = layer;
        batch = input.Padding.Rows;
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var shape = layer.Shape;
        var hidden = bag.Keep(input.Hidden_BTD.reshape(-1, shape.Width));
        var selfMask = shape.IsDecoder
            ? PaddingMask.Causal(input.Padding.Columns, hidden.device, hidden.dtype)
            : input.Padding.Additive(shape.Heads, hidden.device, hidden.dtype);
        self = new AttentionBlock(layer, "self_attn", bag, settings);
        var state = self.Forward(hidden, null, selfMask, batch);
        if (shape.IsDecoder)
        {
            var memory = bag.Keep(input.Memory_BSD!.reshape(-1, shape.Width));
            var crossMask = input.MemoryPadding!.Additive(shape.Heads, hidden.device, hidden.dtype);
            cross = new AttentionBlock(layer, "encoder_attn", bag, settings);
            state = cross.Forward(state, memory, crossMask, batch);
        }
        feedForward = new FeedForwardBlock(layer, bag, settings);
        Output_BTD = bag.Keep(feedForward.Forward(state).view(batch, -1, shape.Width));
    }

    public Tensor Output_BTD { get; }

    public LayerGradient Backward(Tensor gradient_BTD)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var width = layer.Shape.Width;
        var gradient = feedForward.Backward(gradient_BTD.reshape(-1, width), products, norms);
        Tensor? memoryGradient = null;
        if (cross is not null)
        {
            (gradient, memoryGradient) = cross.Backward(gradient, products, norms);
            memoryGradient = memoryGradient!.view(batch, -1, width).MoveToOuterDisposeScope();
        }
        (gradient, var none) = self.Backward(gradient, products, norms);
        foreach (var (_, _, kept) in products) bag.Keep(kept);
        foreach (var (_, gain, bias) in norms)
        {
            bag.Keep(gain);
            bag.Keep(bias);
        }
        return new LayerGradient(gradient.view(batch, -1, width).MoveToOuterDisposeScope(), memoryGradient);
    }

    public void AddWeightGradients(bool overwrite)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        foreach (var (map, input, gradient) in products) map.AddWeightGradient(input, gradient, overwrite);
        foreach (var (norm, gain, bias) in norms)
        {
            LinearMap.AddTo(layer.Parameters.Gradient(norm + ".weight"), gain, overwrite);
            LinearMap.AddTo(layer.Parameters.Gradient(norm + ".bias"), bias, overwrite);
        }
    }

    public void Dispose() => bag.Dispose();
}
