using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// A pass that keeps only its input and runs the layer again when it goes back: less memory for more time (the
/// default on a GPU). Masks come from named streams, so the second run drops the same units.
/// </summary>
internal sealed class RecomputedPass : ILayerPass
{
    private readonly TransformerLayer layer;
    private readonly LayerInput input;
    private readonly PassSettings settings;
    private readonly TensorBag bag = new();
    private LayerPass? second;

    public RecomputedPass(TransformerLayer layer, LayerInput input, PassSettings settings)
    {
        this.layer = layer;
        this.settings = settings with { Recompute = false };
        using var scope = torch.NewDisposeScope();
        this.input = input with
        {
            Hidden_BTD = bag.Keep(input.Hidden_BTD.detach()),
            Memory_BSD = input.Memory_BSD is null ? null : bag.Keep(input.Memory_BSD.detach()),
            PositionBias_KH = input.PositionBias_KH is null ? null : bag.Keep(input.PositionBias_KH.detach()),
        };
        using var first = new LayerPass(layer, this.input, this.settings);
        Output_BTD = bag.Keep(first.Output_BTD.detach());
    }

    public Tensor Output_BTD { get; }

    public LayerGradient Backward(Tensor gradient_BTD)
    {
        second = new LayerPass(layer, input, settings);
        return second.Backward(gradient_BTD);
    }

    public void AddWeightGradients(bool overwrite) =>
        (second ?? throw new InvalidOperationException("AddWeightGradients before Backward.")).AddWeightGradients(overwrite);

    public void Dispose()
    {
        second?.Dispose();
        bag.Dispose();
    }
}
