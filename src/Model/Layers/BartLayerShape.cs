using Moe.Model.Parameters;

namespace Moe.Model.Layers;

/// <summary>Sizes and dropout of one BART layer; a decoder layer has a second attention, over the encoder's output.</summary>
public sealed record BartLayerShape(
    int Width, int Heads, int FeedForward, bool IsDecoder, double Dropout, double AttentionDropout, double ActivationDropout)
{
    /// <summary>The layer at a route's row.</summary>
    public static BartLayerShape Of(ModelShape shape, ExpertKind kind) => kind == ExpertKind.Encoder
        ? new BartLayerShape(shape.Width, shape.EncoderHeads, shape.EncoderFeedForward, false,
            shape.Dropout, shape.AttentionDropout, shape.ActivationDropout)
        : new BartLayerShape(shape.Width, shape.DecoderHeads, shape.DecoderFeedForward, true,
            shape.Dropout, shape.AttentionDropout, shape.ActivationDropout);

    /// <summary>
    /// Hugging Face's names, in buffer order: what weight decay touches (matrices and, as in the authors' code, norm
    /// gains: paper notes B10), then biases. Query, key and value stand together.
    /// </summary>
    public ParameterLayout Layout()
    {
        string[] attentions = IsDecoder ? ["self_attn", "encoder_attn"] : ["self_attn"];
        string[] projections = ["q_proj", "k_proj", "v_proj", "out_proj"];
        var norms = attentions.Select(name => name + "_layer_norm").Append("final_layer_norm").ToArray();
        var parameters = new List<(string, long[], bool)>();
        foreach (var attention in attentions)
            parameters.AddRange(projections.Select(p => ($"{attention}.{p}.weight", new long[] { Width, Width }, true)));
        parameters.Add(("fc1.weight", [FeedForward, Width], true));
        parameters.Add(("fc2.weight", [Width, FeedForward], true));
        parameters.AddRange(norms.Select(norm => ($"{norm}.weight", new long[] { Width }, true)));
        foreach (var attention in attentions)
            parameters.AddRange(projections.Select(p => ($"{attention}.{p}.bias", new long[] { Width }, false)));
        parameters.Add(("fc1.bias", [FeedForward], false));
        parameters.Add(("fc2.bias", [Width], false));
        parameters.AddRange(norms.Select(norm => ($"{norm}.bias", new long[] { Width }, false)));
        return new ParameterLayout(parameters);
    }
}
