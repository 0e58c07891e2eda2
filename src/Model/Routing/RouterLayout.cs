using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>What the router networks have in common: names, the decay rule, and the sequence over layers.</summary>
internal static class RouterLayout
{
    public const string Prefix = "router.model.";
    public const string LayerProjection = Prefix + "layer_specific_proj";
    public const string LayerEmbedding = Prefix + "pos_embed.weight";
    public const string Projection = Prefix + "proj";

    /// <summary>
    /// Decayed parameters first, then those with "bias" in their name, each in the order given (paper notes 3.4).
    /// </summary>
    public static ParameterLayout Of(IEnumerable<(string Name, long[] Shape)> parameters)
    {
        var all = parameters.Select(p => (p.Name, p.Shape, Decays: !p.Name.Contains("bias"))).ToArray();
        return new ParameterLayout([.. all.Where(p => p.Decays), .. all.Where(p => !p.Decays)]);
    }

    /// <summary>The parameters of y = x W^T + b.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Linear(string name, long input, long output) =>
        [(name + ".weight", [output, input]), (name + ".bias", [output])];

    /// <summary>The parameters that make a sequence over layers of a task embedding.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Sequence(RouterShape shape, bool layerSpecific) =>
        layerSpecific
            ? Linear(LayerProjection, shape.InputWidth, (long)shape.Layers * shape.HiddenWidth)
            : [(LayerEmbedding, [shape.Layers, shape.InputWidth])];

    /// <summary>Width of that sequence's elements.</summary>
    public static int SequenceWidth(RouterShape shape, bool layerSpecific) =>
        layerSpecific ? shape.HiddenWidth : shape.InputWidth;

    /// <summary>
    /// The sequence over layers [L, B, W]: one slice of a linear map for each layer, or the embedding plus a learned
    /// vector for each layer.
    /// </summary>
    public static Tensor Sequence(
        RouterShape shape, bool layerSpecific, Tensor embedding_BR, RouterParameters parameters) =>
        layerSpecific
            ? Linear(embedding_BR, parameters, LayerProjection).view(-1, shape.Layers, shape.HiddenWidth)
                .transpose(0, 1)
            : embedding_BR.unsqueeze(0).add(parameters[LayerEmbedding].unsqueeze(1));

    /// <summary>x W^T + b for x [N, in].</summary>
    public static Tensor Linear(Tensor x, RouterParameters parameters, string name) =>
        torch.addmm(parameters[name + ".bias"], x, parameters[name + ".weight"].t(), 1, 1);
}
