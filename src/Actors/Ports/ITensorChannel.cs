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

    /// <summary>Brings a tensor that is in another process here; at once when it is here already.</summary>
    /// <exception cref="IOException">It cannot be had: its node has gone, or has it no longer.</exception>
    Task Fetch(TensorHandle handle);

    /// <summary>Brings all the tensors of a message here, one after the other.</summary>
    /// <exception cref="IOException">One of them cannot be had.</exception>
    async Task FetchAll(IReadOnlyList<TensorHandle> handles)
    {
        foreach (var handle in handles) await Fetch(handle);
    }

    /// <summary>
    /// Makes a tensor of this process fetchable by one receiver elsewhere; what was published before stays as it is. May be called
    /// on any thread.
    /// </summary>
    /// <param name="handle">The tensor; the channel has it from now on.</param>
    /// <param name="exact">Whether every bit has to arrive, even where the run rounds what travels: states need that.</param>
    /// <exception cref="InvalidOperationException">The tensor was accepted or freed already.</exception>
    RemoteTensor Publish(TensorHandle handle, bool exact);

    /// <summary>A new epoch begins: what was published in older ones and never fetched is waited for by nobody, and freed.</summary>
    void EndEpoch();

    /// <summary>The same channel for an owner on a device: what it accepts is moved there. Accept on one of its lanes.</summary>
    ITensorChannel On(Device device);
}

/// <summary>The channel within one process: the tensor itself is passed.</summary>
/// <param name="device">Where accepted tensors are moved; null: they stay where they are.</param>
public sealed class InProcessTensorChannel(Device? device = null) : ITensorChannel
{
    /// <inheritdoc/>
    public TensorHandle Offer(Tensor tensor) => new(tensor.shape, tensor.DetachFromDisposeScope());

    /// <inheritdoc/>
    public Tensor Accept(TensorHandle handle)
    {
        var tensor = handle.Local ?? throw new InvalidOperationException(
            $"A handle of shape [{string.Join(", ", handle.Shape)}] holds no tensor in this process.");
        if (device is null || (tensor.device.type == device.type && tensor.device.index == device.index)) return tensor;
        var moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }

    /// <inheritdoc/>
    public Task Fetch(TensorHandle handle) => Task.CompletedTask;

    /// <inheritdoc/>
    public RemoteTensor Publish(TensorHandle handle, bool exact) =>
        throw new InvalidOperationException("This process has no data plane: its messages cannot leave it.");

    /// <inheritdoc/>
    public void EndEpoch()
    {
        // Nothing is ever published: what is here is freed by whoever drops its message.
    }

    /// <inheritdoc/>
    public ITensorChannel On(Device device) => new InProcessTensorChannel(device);
}
