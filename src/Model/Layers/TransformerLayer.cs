using Moe.Model.Parameters;

namespace Moe.Model.Layers;

/// <summary>
/// One layer of a backbone: self-attention, for a decoder attention over the encoder's output, and a feed-forward part, each
/// with a residual sum. BART (paper notes 1.1) norms after the sum: x = LN(x + drop(F(x))). T5 norms before the sub-layer:
/// x = x + drop(F(RMS(x))).
/// </summary>
public sealed class TransformerLayer : IExpertLayer
{
    /// <summary>The layer over parameters laid out by <see cref="LayerShape.Layout"/>.</summary>
    public TransformerLayer(LayerShape shape, FlatParameters parameters)
    {
        (Shape, Parameters, Names) = (shape, parameters, LayerNames.Of(shape.Backbone, shape.IsDecoder));
        SelfProjection = new LinearMap(parameters, Names.Self.Query, Names.Self.Value);
        SelfOutput = new LinearMap(parameters, Names.Self.Output);
        if (Names.Cross is { } cross)
        {
            CrossQuery = new LinearMap(parameters, cross.Query);
            CrossKeyValue = new LinearMap(parameters, cross.Key, cross.Value);
            CrossOutput = new LinearMap(parameters, cross.Output);
        }
        First = new LinearMap(parameters, Names.FeedForwardIn[0], Names.FeedForwardIn[^1]);
        Second = new LinearMap(parameters, Names.FeedForwardOut);
    }

    internal LayerShape Shape { get; }

    internal FlatParameters Parameters { get; }

    internal LayerNames Names { get; }

    internal LinearMap SelfProjection { get; }

    internal LinearMap SelfOutput { get; }

    internal LinearMap CrossQuery { get; }

    internal LinearMap CrossKeyValue { get; }

    internal LinearMap CrossOutput { get; }

    internal LinearMap First { get; }

    internal LinearMap Second { get; }

    /// <inheritdoc/>
    public ILayerPass Forward(LayerInput input, PassSettings settings)
    {
        if (Shape.IsDecoder != input.Memory_BSD is not null)
            throw new ArgumentException(Shape.IsDecoder ? "A decoder layer needs the encoder's output."
                : "An encoder layer takes no memory.");
        if (Shape.Backbone == Backbone.Bart != input.PositionBias_KH is null)
            throw new ArgumentException("A layer of T5 needs its stack's position bias, and a layer of BART takes none.");
        Shapes.Expect("hidden_BTD", input.Hidden_BTD, input.Padding.Rows, input.Padding.Columns, Shape.Width);
        return settings.Recompute
            ? new RecomputedPass(this, input, settings)
            : new LayerPass(this, input, settings);
    }
}
