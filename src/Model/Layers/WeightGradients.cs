using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// What a pass has noted on its way back: for every linear map the pair (its input, its output's gradient) from which its
/// weight gradient is formed later, and gradients of other parameters as they are.
/// </summary>
internal sealed class WeightGradients(FlatParameters parameters, TensorBag bag)
{
    private readonly List<(LinearMap Map, Tensor Input, Tensor Gradient)> products = [];
    private readonly List<(string Name, Tensor Gradient)> direct = [];

    /// <summary>Notes a linear map; the bag keeps the gradient, and holds the input already.</summary>
    public void Product(LinearMap map, Tensor input, Tensor gradient) => products.Add((map, input, bag.Keep(gradient)));

    /// <summary>Notes the gradient of a named parameter.</summary>
    public void Parameter(string name, Tensor gradient) => direct.Add((name, bag.Keep(gradient)));

    /// <summary>Adds all of them to the flat buffer; the first pass of a step overwrites it.</summary>
    public void Add(bool overwrite)
    {
        foreach (var (map, input, gradient) in products) map.AddWeightGradient(input, gradient, overwrite);
        foreach (var (name, gradient) in direct) LinearMap.AddTo(parameters.Gradient(name), gradient, overwrite);
    }
}
