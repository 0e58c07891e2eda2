using Moe.Model.Layers;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>z = W2 gelu(W1 t + b1) + b2 for all layers together: "linear".</summary>
public sealed class LinearRouter(RouterShape shape) : IRouterNetwork
{
    private const string First = RouterLayout.Prefix + "linear1";
    private const string Second = RouterLayout.Prefix + "linear2";

    /// <inheritdoc/>
    public RouterShape Shape => shape;

    /// <inheritdoc/>
    public ParameterLayout Layout { get; } = RouterLayout.Of([
        .. RouterLayout.Linear(First, shape.InputWidth, shape.HiddenWidth),
        .. RouterLayout.Linear(Second, shape.HiddenWidth, (long)shape.Layers * shape.Experts),
    ]);

    /// <inheritdoc/>
    public Tensor Forward(Tensor embedding_BR, RouterParameters parameters, PassSettings settings)
    {
        var hidden = torch.nn.functional.gelu(RouterLayout.Linear(embedding_BR, parameters, First));
        return RouterLayout.Linear(hidden, parameters, Second).view(-1, shape.Layers, shape.Experts).transpose(0, 1);
    }

    /// <inheritdoc/>
    public OutputRow? RowOf(int layer, int expert) =>
        new OutputRow(Second + ".weight", Second + ".bias", (layer * shape.Experts) + expert);
}
