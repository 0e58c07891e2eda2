using static TorchSharp.torch;

namespace Moe.Model.Parameters;

/// <summary>
/// Tensors that outlive the dispose scope they were made in, freed together. Scopes belong to one thread and must end
/// on it; what a forward pass keeps for its backward pass goes into a bag instead. A bag is used by one thread at a time.
/// </summary>
public sealed class TensorBag : IDisposable
{
    private readonly List<Tensor> kept = [];

    /// <summary>Takes a tensor out of the current dispose scope and keeps it until this bag is disposed.</summary>
    public Tensor Keep(Tensor tensor)
    {
        kept.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in kept) tensor.Dispose();
        kept.Clear();
    }
}
