using static TorchSharp.torch;

namespace Moe.Actors.Messages;

/// <summary>
/// What messages carry in place of a tensor. Within one process it holds the tensor itself and hands it over: who
/// accepts the handle owns the tensor from then on.
/// </summary>
public sealed class TensorHandle(long[] shape, Tensor? local)
{
    /// <summary>Sizes of the tensor.</summary>
    public long[] Shape => shape;

    /// <summary>The tensor, when it is in this process.</summary>
    public Tensor? Local => local;
}
