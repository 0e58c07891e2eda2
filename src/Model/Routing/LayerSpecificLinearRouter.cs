using Moe.Model.Layers;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// A two-layer network of its own for each layer, z = W2 gelu(W1 t + b1) + b2: "linear_layer_specific", the authors'
/// default. The networks' matrices stand side by side in the buffer, so all layers are two products.
/// </summary>
public sealed class LayerSpecificLinearRouter : IRouterNetwork
{
    /// <summary>The network of a shape.</summary>
    public LayerSpecificLinearRouter(RouterShape shape)
    {
        Shape = shape;
        (string Part, long[] Shape)[] parts =
        [
            ("linear1.weight", [shape.HiddenWidth, shape.InputWidth]),
            ("linear2.weight", [shape.Experts, shape.HiddenWidth]),
            ("linear1.bias", [shape.HiddenWidth]), ("linear2.bias", [shape.Experts]),
        ];
        Layout = RouterLayout.Of(parts.SelectMany(part =>
            Enumerable.Range(0, shape.Layers).Select(layer => (Name(layer, part.Part), part.Shape))));
    }

    /// <inheritdoc/>
    public RouterShape Shape { get; }

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor embedding_BR, RouterParameters parameters, PassSettings settings)
    {
        var (layers, hidden, experts) = (Shape.Layers, Shape.HiddenWidth, Shape.Experts);
        var first = torch.addmm(All("linear1.bias"), embedding_BR, All("linear1.weight").t(), 1, 1);
        var hidden_LBH = torch.nn.functional.gelu(first).view(-1, layers, hidden).transpose(0, 1);
        var second_LHE = All("linear2.weight").view(layers, experts, hidden).transpose(1, 2);
        return hidden_LBH.bmm(second_LHE).add(All("linear2.bias").view(layers, 1, experts));

        Tensor All(string part) => parameters.Fused(Name(0, part), Name(layers - 1, part));
    }

    /// <inheritdoc/>
    public OutputRow? RowOf(int layer, int expert) =>
        new OutputRow(Name(layer, "linear2.weight"), Name(layer, "linear2.bias"), expert);

    private static string Name(int layer, string part) => $"{RouterLayout.Prefix}router_units.{layer}.{part}";
}
