using Moe.Model;
using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Actors.Expert;

/// <summary>
/// The gradients that an owner adds up for replicas of its expert. Layers add into the flat buffer only; while an owner serves the
/// micro-batches of several replicas, because some are lost or there are too few nodes, the buffer holds one replica's
/// gradient and the others' are put by. Used by one lane at a time.
/// </summary>
public sealed class ReplicaGradients(FlatParameters parameters) : IDisposable
{
    private readonly Dictionary<ExpertId, Tensor> putBy = [];
    private ExpertId? inBuffer;

    /// <summary>Has the buffer hold a replica's gradient; anything when it is about to be overwritten.</summary>
    public void Bring(ExpertId replica, bool overwrite)
    {
        if (inBuffer == replica) return;
        if (inBuffer is { } other) PutBy(other);
        if (!overwrite) parameters.Gradients.copy_(putBy[replica]);
        inBuffer = replica;
    }

    /// <summary>A copy of a replica's gradient, or of what the buffer holds; the caller owns it.</summary>
    public Tensor Copy(ExpertId? replica) => (replica is { } wanted ? Of(wanted) : parameters.Gradients).clone();

    /// <summary>Sums gradients in this order into the buffer; each was given by another replica, or, null, added up here.</summary>
    public void Sum(IReadOnlyList<(ExpertId Replica, Tensor? Given)> summed)
    {
        using var sum = (summed[0].Given ?? Of(summed[0].Replica)).clone();
        foreach (var (replica, given) in summed.Skip(1)) sum.add_(given ?? Of(replica));
        parameters.Gradients.copy_(sum);
        inBuffer = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in putBy.Values) tensor.Dispose();
    }

    private Tensor Of(ExpertId replica) => inBuffer == replica ? parameters.Gradients : putBy[replica];

    private void PutBy(ExpertId replica)
    {
        if (putBy.TryGetValue(replica, out var kept)) kept.copy_(parameters.Gradients);
        else putBy.Add(replica, parameters.Gradients.clone().DetachFromDisposeScope());
    }
}
