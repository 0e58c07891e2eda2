namespace Moe.Model.Layers;

/// <summary>Hugging Face's names of an attention's linear maps and norm, within its layer.</summary>
internal sealed record AttentionNames(string Query, string Key, string Value, string Output, string Norm);

/// <summary>Hugging Face's names of a layer's parts, within the layer.</summary>
internal sealed record LayerNames(
    AttentionNames Self, AttentionNames? Cross, IReadOnlyList<string> FeedForwardIn, string FeedForwardOut, string FeedForwardNorm,
    bool HasBiases)
{
    /// <summary>The attentions in their order.</summary>
    public IEnumerable<AttentionNames> Attentions => Cross is null ? [Self] : [Self, Cross];

    /// <summary>The norms in the order of their sub-layers.</summary>
    public IEnumerable<string> Norms => Attentions.Select(attention => attention.Norm).Append(FeedForwardNorm);

    /// <summary>The names in a backbone.</summary>
    public static LayerNames Of(Backbone backbone, bool isDecoder) => backbone == Backbone.Bart
        ? new LayerNames(Bart("self_attn"), isDecoder ? Bart("encoder_attn") : null, ["fc1"], "fc2", "final_layer_norm", true)
        : T5(isDecoder, backbone == Backbone.T5V11 ? ["wi_0", "wi_1"] : ["wi"]);

    private static AttentionNames Bart(string name) =>
        new($"{name}.q_proj", $"{name}.k_proj", $"{name}.v_proj", $"{name}.out_proj", $"{name}_layer_norm");

    private static LayerNames T5(bool isDecoder, string[] projections)
    {
        var last = isDecoder ? "layer.2" : "layer.1";
        return new LayerNames(T5("layer.0", "SelfAttention"), isDecoder ? T5("layer.1", "EncDecAttention") : null,
            Array.ConvertAll(projections, name => $"{last}.DenseReluDense.{name}"), $"{last}.DenseReluDense.wo", $"{last}.layer_norm",
            false);
    }

    private static AttentionNames T5(string layer, string name) =>
        new($"{layer}.{name}.q", $"{layer}.{name}.k", $"{layer}.{name}.v", $"{layer}.{name}.o", $"{layer}.layer_norm");
}
