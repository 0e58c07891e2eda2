using Moe.Model.Layers;
using Moe.Model.Routing;

namespace Moe.Model.Decoding;

/// <summary>
/// The experts one task's route leads through, with their weights: every expert of nonzero weight, or in sparse
/// computation the picked one with weight 1. A vanilla layer has its one layer.
/// </summary>
internal sealed class ModelPath
{
    private readonly (float Weight, LayerInference Layer)[][] rows;

    public ModelPath(RoutedModel model, Route route, ComputationMode mode)
    {
        var shape = model.Shape;
        if (route.Layers != shape.Layers || route.Experts != shape.Experts)
        {
            throw new ArgumentException(
                $"route_LE: expected [{shape.Layers}, {shape.Experts}], got [{route.Layers}, {route.Experts}].",
                nameof(route));
        }
        Model = model;
        var followed = mode == ComputationMode.Sparse ? route.Picked() : route;
        rows = new (float, LayerInference)[shape.Layers][];
        for (var row = 0; row < rows.Length; row++) rows[row] = [.. ExpertsOf(followed, row)];
    }

    public RoutedModel Model { get; }

    /// <summary>The experts of each encoder layer.</summary>
    public ReadOnlySpan<(float Weight, LayerInference Layer)[]> Encoder => rows.AsSpan(0, Model.Shape.EncoderLayers);

    /// <summary>The experts of each decoder layer.</summary>
    public ReadOnlySpan<(float Weight, LayerInference Layer)[]> Decoder => rows.AsSpan(Model.Shape.EncoderLayers);

    private IEnumerable<(float, LayerInference)> ExpertsOf(Route route, int row)
    {
        var shape = Model.Shape;
        if (shape.IsVanilla(row))
        {
            yield return (1, LayerAt(row, 0));
            yield break;
        }
        for (var expert = 0; expert < shape.Experts; expert++)
        {
            if (route[row, expert] != 0) yield return (route[row, expert], LayerAt(row, expert));
        }
    }

    private LayerInference LayerAt(int row, int expert) => new((TransformerLayer)Model.Layer(Model.Shape.At(row, expert)));
}
