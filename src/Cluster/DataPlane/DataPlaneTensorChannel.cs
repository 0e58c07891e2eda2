using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// The channel of a node that others can reach. Within the process tensors are passed as they are; one that leaves it is given
/// to the data plane under a lease for one receiver, who fetches it into a tensor of its own.
/// </summary>
/// <param name="node">The node's data plane.</param>
/// <param name="codec">How float32 numbers travel that need not arrive bit by bit.</param>
/// <param name="device">Where accepted tensors are moved; null: they stay on the processor, or where they are.</param>
internal sealed class DataPlaneTensorChannel(DataPlaneNode node, BlockCodec codec, Device? device = null) : ITensorChannel
{
    private readonly InProcessTensorChannel within = new(device);

    /// <inheritdoc/>
    public TensorHandle Offer(Tensor tensor) => within.Offer(tensor);

    /// <inheritdoc/>
    public Tensor Accept(TensorHandle handle)
    {
        if (!handle.IsElsewhere) return within.Accept(handle);
        throw new InvalidOperationException(
            $"A handle of shape [{string.Join(", ", handle.Shape)}] is of a tensor on another node: fetch it first.");
    }

    /// <inheritdoc/>
    public async Task Fetch(TensorHandle handle)
    {
        if (!handle.IsElsewhere) return;
        TensorBlock? block = null;
        try
        {
            var remote = Checked(handle);
            block = TensorBlock.For(remote.Description);
            await node.FetchAsync(remote, block, CancellationToken.None).ConfigureAwait(false);
            handle.Arrived(block.Take());
            block = null;
        }
        catch (Exception failure) when (failure is DataPlaneException or FormatException or ObjectDisposedException)
        {
            throw new IOException(
                $"A tensor of shape [{string.Join(", ", handle.Shape)}] cannot be fetched: {failure.Message}", failure);
        }
        finally
        {
            block?.Dispose();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A contiguous tensor on the processor is sent out of its own memory, and freed when its receiver has it or its lease is over;
    /// any other is copied first.
    /// </remarks>
    public RemoteTensor Publish(TensorHandle handle, bool exact)
    {
        // Two peers may be written to at once, each on a thread of its own.
        lock (handle)
        {
            if (handle is { IsElsewhere: true, Remote: { } before }) return before;
            if (handle.Local is not { IsInvalid: false } tensor)
            {
                throw new InvalidOperationException(
                    $"A handle of shape [{string.Join(", ", handle.Shape)}] holds no tensor that could be published: it was accepted "
                    + "already.");
            }
            var lying = Lying(tensor);
            var description = TensorBlock.Describe(lying, BlockCodec.None);
            if (!exact && codec.Fits(description.Type)) description = description with { Codec = codec };
            var published = node.Publish(TensorBlock.Own(lying), description, node.Terms(step: 0));
            RemoteTensor remote = new(handle.Shape, published.ToBytes());
            handle.Published(remote);
            return remote;
        }
    }

    /// <inheritdoc/>
    public void EndEpoch() => node.EndSteps(before: long.MaxValue);

    /// <inheritdoc/>
    public ITensorChannel On(Device owner) => new DataPlaneTensorChannel(node, codec, owner);

    private BlockHandle Checked(TensorHandle handle)
    {
        var remote = BlockHandle.FromBytes(handle.Remote!.Handle);
        var description = remote.Description;
        if (!description.Shape.SequenceEqual(handle.Shape))
            throw new FormatException($"its block has shape [{string.Join(", ", description.Shape)}].");
        // Before memory is taken for it: the handle came from outside.
        return description.Bytes <= node.BlockBytesMax
            ? remote
            : throw new FormatException(
                $"it has {description.Bytes} bytes, more than training.node.data-plane.block-mib-max ({node.BlockBytesMax} bytes).");
    }

    private static Tensor Lying(Tensor tensor)
    {
        if (tensor.device_type == DeviceType.CPU && tensor.is_contiguous()) return tensor;
        using var onProcessor = tensor.cpu();
        var lying = onProcessor.contiguous();
        tensor.Dispose();
        return lying;
    }
}
