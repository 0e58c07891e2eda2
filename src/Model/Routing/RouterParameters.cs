using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// A router's parameters for one pass: views of its flat buffer, and for a training pass leaves of the graph, whose
/// gradients go back into the flat buffer with <see cref="AddGradients"/>.
/// </summary>
public sealed class RouterParameters
{
    private readonly FlatParameters parameters;
    private readonly TensorBag? bag;
    private readonly Dictionary<(string First, string Last), Tensor> leaves = [];

    private RouterParameters(FlatParameters parameters, TensorBag? bag) =>
        (this.parameters, this.bag) = (parameters, bag);

    /// <summary>A parameter in its shape.</summary>
    public Tensor this[string name] => Fused(name, name);

    /// <summary>Parameters for a pass that will not go back.</summary>
    public static RouterParameters Frozen(FlatParameters parameters) => new(parameters, null);

    /// <summary>Parameters for a training pass; the bag keeps the leaves.</summary>
    public static RouterParameters Leaves(FlatParameters parameters, TensorBag bag) => new(parameters, bag);

    /// <summary>Neighbouring parameters of equal row width as one matrix or vector.</summary>
    public Tensor Fused(string first, string last)
    {
        if (leaves.TryGetValue((first, last), out var known)) return known;
        var weight = first == last ? parameters.Weight(first) : parameters.FusedWeight(first, last);
        var leaf = bag is null ? weight : bag.Keep(weight.detach().requires_grad_());
        leaves.Add((first, last), leaf);
        return leaf;
    }

    /// <summary>Adds what backward left in the leaves to the flat gradient buffer.</summary>
    internal void AddGradients()
    {
        foreach (var ((first, last), leaf) in leaves)
        {
            using var gradient = leaf.grad;
            if (gradient is null) continue;
            (first == last ? parameters.Gradient(first) : parameters.FusedGradient(first, last)).add_(gradient);
        }
    }
}
