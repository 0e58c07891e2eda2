using Moe.Model.Parameters;

namespace Moe.Model.Layers;

/// <summary>Sizes and dropout of one layer; a decoder layer has a second attention, over the encoder's output.</summary>
public sealed record LayerShape(
    Backbone Backbone, int Width, int Heads, int HeadWidth, int FeedForward, bool IsDecoder,
    double Dropout, double AttentionDropout, double ActivationDropout, int PositionDistanceMax)
{
    /// <summary>What attention scores are multiplied by: T5 has that factor in its initial weights instead.</summary>
    public float AttentionScale => Backbone == Backbone.Bart ? 1f / MathF.Sqrt(HeadWidth) : 1;

    /// <summary>Whether the feed-forward part multiplies two projections, one of them activated.</summary>
    public bool IsGated => Backbone == Backbone.T5V11;

    /// <summary>The layers of a stack.</summary>
    public static LayerShape Of(ModelShape shape, ExpertKind kind)
    {
        var (heads, feedForward) = kind == ExpertKind.Encoder
            ? (shape.EncoderHeads, shape.EncoderFeedForward)
            : (shape.DecoderHeads, shape.DecoderFeedForward);
        return new LayerShape(shape.Backbone, shape.Width, heads, shape.HeadWidthOf(heads), feedForward, kind == ExpertKind.Decoder,
            shape.Dropout, shape.AttentionDropout, shape.ActivationDropout, shape.PositionDistanceMax);
    }

    /// <summary>
    /// Hugging Face's names, in buffer order: what weight decay touches (matrices and, as in the authors' code, norm
    /// gains: paper notes B10), then biases, if there are any. Query, key and value stand together.
    /// </summary>
    public ParameterLayout Layout()
    {
        var names = LayerNames.Of(Backbone, IsDecoder);
        var inner = (long)Heads * HeadWidth;
        var maps = new List<(string Name, long Out, long In)>();
        foreach (var attention in names.Attentions)
        {
            maps.AddRange([(attention.Query, inner, Width), (attention.Key, inner, Width), (attention.Value, inner, Width)]);
            maps.Add((attention.Output, Width, inner));
        }
        maps.AddRange(names.FeedForwardIn.Select(name => (name, (long)FeedForward, (long)Width)));
        maps.Add((names.FeedForwardOut, Width, FeedForward));
        var parameters = new List<(string, long[], bool)>();
        parameters.AddRange(maps.Select(map => (map.Name + ".weight", new[] { map.Out, map.In }, true)));
        parameters.AddRange(names.Norms.Select(norm => (norm + ".weight", new long[] { Width }, true)));
        if (names.HasBiases)
        {
            parameters.AddRange(maps.Select(map => (map.Name + ".bias", new[] { map.Out }, false)));
            parameters.AddRange(names.Norms.Select(norm => (norm + ".bias", new long[] { Width }, false)));
        }
        return new ParameterLayout(parameters);
    }
}
