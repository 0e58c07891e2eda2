using Moe.Actors.Messages;
using Moe.Actors.Ports;
using TorchSharp;

namespace Moe.Unit.Specs.Cluster.Serialization;

/// <summary>A channel that only passes on handles of tensors that lie elsewhere.</summary>
internal sealed class UnreachableChannel : ITensorChannel
{
    public TensorHandle Offer(torch.Tensor tensor) => throw new NotSupportedException();

    public torch.Tensor Accept(TensorHandle handle) => throw new NotSupportedException();

    public Task Fetch(TensorHandle handle) => throw new NotSupportedException();

    public RemoteTensor Publish(TensorHandle handle, bool exact) => handle.Remote!;

    public void EndEpoch() => throw new NotSupportedException();

    public ITensorChannel On(torch.Device device) => throw new NotSupportedException();
}
