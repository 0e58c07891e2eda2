using Moe.Actors.Messages;
using static TorchSharp.torch;

namespace Moe.Actors.Ports;

/// <summary>How tensors get from actor to actor: messages carry handles, this resolves them.</summary>
public interface ITensorChannel
{
    /// <summary>Gives a tensor away under a handle. The channel owns it from now on.</summary>
    TensorHandle Offer(Tensor tensor);

    /// <summary>Takes the tensor of a handle. The caller owns it; a handle is accepted once.</summary>
    Tensor Accept(TensorHandle handle);
}

/// <summary>The channel within one process: the tensor itself is passed.</summary>
public sealed class InProcessTensorChannel : ITensorChannel
{
    /// <inheritdoc/>
    public TensorHandle Offer(Tensor tensor) => new(tensor.shape, tensor.DetachFromDisposeScope());

    /// <inheritdoc/>
    public Tensor Accept(TensorHandle handle) => handle.Local
        ?? throw new InvalidOperationException($"A handle of shape [{string.Join(", ", handle.Shape)}] holds no tensor in this process.");
}
