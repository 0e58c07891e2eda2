using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>The computation of one expert: a transformer layer over parameters it does not own.</summary>
public interface IExpertLayer
{
    /// <summary>Runs the layer and keeps what going back needs.</summary>
    ILayerPass Forward(LayerInput input, PassSettings settings);
}

/// <summary>
/// One micro-batch's way through one expert. Backward hands the input's gradient back at once;
/// <see cref="AddWeightGradients"/> adds the parameters' gradients when the micro-batch's turn comes. Methods are called
/// by one thread at a time, not always the same one.
/// </summary>
public interface ILayerPass : IDisposable
{
    /// <summary>Hidden states after the layer [B, T, D], cut off from any graph. Lives as long as the pass.</summary>
    Tensor Output_BTD { get; }

    /// <summary>Gradients of the input given the output's. Call once. The caller owns the results.</summary>
    LayerGradient Backward(Tensor gradient_BTD);

    /// <summary>Adds this pass's parameter gradients to the flat buffer; the first of a step overwrites it. After Backward.</summary>
    void AddWeightGradients(bool overwrite);
}
