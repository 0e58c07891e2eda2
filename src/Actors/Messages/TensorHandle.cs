using static TorchSharp.torch;

namespace Moe.Actors.Messages;

/// <summary>Where the tensor of a handle lies in another process: its sizes, and the data plane's own handle as bytes.</summary>
public sealed record RemoteTensor(long[] Shape, byte[] Handle);

/// <summary>
/// What messages carry in place of a tensor. Within one process it holds the tensor itself and hands it over: who
/// accepts the handle owns the tensor from then on. When a message leaves the process its tensors are published, and the
/// receiver fetches them.
/// </summary>
public sealed class TensorHandle
{
    /// <summary>A handle of a tensor in this process.</summary>
    public TensorHandle(long[] shape, Tensor? local) => (Shape, Local) = (shape, local);

    /// <summary>A handle of a tensor in another process.</summary>
    public TensorHandle(RemoteTensor remote) => (Shape, Remote) = (remote.Shape, remote);

    /// <summary>Sizes of the tensor.</summary>
    public long[] Shape { get; }

    /// <summary>The tensor, when it is in this process.</summary>
    public Tensor? Local { get; private set; }

    /// <summary>Where it is published, when it has been.</summary>
    public RemoteTensor? Remote { get; private set; }

    /// <summary>Whether the tensor has to be fetched before it can be accepted.</summary>
    public bool IsElsewhere => Local is null && Remote is not null;

    /// <summary>Notes that the tensor has been fetched.</summary>
    public void Arrived(Tensor tensor) => Local = tensor;

    /// <summary>Frees the tensors of a message that nobody waits for any more, as far as they are in this process.</summary>
    public static void Discard(IReadOnlyList<TensorHandle> handles)
    {
        foreach (var handle in handles) handle.Local?.Dispose();
    }

    /// <summary>Notes that the tensor has been given to the data plane.</summary>
    public void Published(RemoteTensor remote) => (Local, Remote) = (null, remote);
}
