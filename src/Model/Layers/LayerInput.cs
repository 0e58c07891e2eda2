using Moe.Model.Randomness;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// What one expert layer is given: hidden states [B, T, D] with the padding of their own positions, and for a decoder
/// layer the encoder's output [B, S, D] with its padding; for T5 the position bias of its stack [K buckets, H], float32.
/// </summary>
public sealed record LayerInput(
    Tensor Hidden_BTD, PaddingMask Padding, Tensor? Memory_BSD = null, PaddingMask? MemoryPadding = null,
    Tensor? PositionBias_KH = null);

/// <summary>
/// Gradients a backward pass hands back: of the hidden states [B, T, D], for a decoder layer of the memory [B, S, D], and for
/// T5 of the position bias [K, H], float32.
/// </summary>
public sealed record LayerGradient(Tensor Hidden_BTD, Tensor? Memory_BSD, Tensor? PositionBias_KH);

/// <summary>How a pass is run: dropout on or off and the stream its masks come from, and whether it must be able to go back.</summary>
public readonly record struct PassSettings(bool Training, RandomStream Stream, bool Recompute = false)
{
    /// <summary>No dropout.</summary>
    public static PassSettings Evaluation => default;
}
