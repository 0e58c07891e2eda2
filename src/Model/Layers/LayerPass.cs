using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// One micro-batch's way through a <see cref="TransformerLayer"/>: sub-layers in order, each a linear map in, a stretch of
/// autograd, a linear map out, and the residual with its norm. Going back visits them in reverse and notes what the weight
/// gradients are formed from later.
/// </summary>
internal sealed class LayerPass : ILayerPass
{
    private readonly TransformerLayer layer;
    private readonly TensorBag bag = new();
    private readonly WeightGradients weights;
    private readonly AttentionBlock self;
    private readonly AttentionBlock? cross;
    private readonly FeedForwardBlock feedForward;
    private readonly int batch;

    public LayerPass(TransformerLayer layer, LayerInput input, PassSettings settings)
    {
        this.layer = layer;
        batch = input.Padding.Rows;
        weights = new WeightGradients(layer.Parameters, bag);
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var shape = layer.Shape;
        var hidden = bag.Keep(input.Hidden_BTD.reshape(-1, shape.Width));
        var selfMask = shape.IsDecoder
            ? PaddingMask.Causal(input.Padding.Columns, hidden.device, hidden.dtype)
            : input.Padding.Additive(shape.Heads, hidden.device, hidden.dtype);
        self = new AttentionBlock(layer, isCross: false, bag, settings);
        var state = self.Forward(hidden, null, selfMask, input.PositionBias_KH, batch);
        if (shape.IsDecoder)
        {
            var memory = bag.Keep(input.Memory_BSD!.reshape(-1, shape.Width));
            var crossMask = input.MemoryPadding!.Additive(shape.Heads, hidden.device, hidden.dtype);
            cross = new AttentionBlock(layer, isCross: true, bag, settings);
            state = cross.Forward(state, memory, crossMask, null, batch);
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
        var gradient = feedForward.Backward(gradient_BTD.reshape(-1, width), weights);
        Tensor? memoryGradient = null;
        if (cross is not null)
        {
            (gradient, memoryGradient) = cross.Backward(gradient, weights);
            memoryGradient = memoryGradient!.view(batch, -1, width).MoveToOuterDisposeScope();
        }
        (gradient, var none) = self.Backward(gradient, weights);
        return new LayerGradient(gradient.view(batch, -1, width).MoveToOuterDisposeScope(), memoryGradient,
            self.PositionBiasGradient_KH?.MoveToOuterDisposeScope());
    }

    public void AddWeightGradients(bool overwrite)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        weights.Add(overwrite);
    }

    public void Dispose() => bag.Dispose();
}
