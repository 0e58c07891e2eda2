namespace Moe.Model.Import;

/// <summary>
/// The names of a model's tensors in files: Hugging Face's for a plain model, one path of ours, and for a routed one the
/// authors', where a layer's experts are called blocks. Within an expert the names are the same as here.
/// </summary>
public static class HuggingFaceNames
{
    /// <summary>The output head, in BART and the original T5 the same table as the token embedding.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>A bias on the output scores, which is a zero buffer in every BART (paper notes 1.1).</summary>
    public const string HeadBias = "final_logits_bias";

    /// <summary>A table of relative positions that no T5 reads, though the first ones published have it.</summary>
    public const string UnusedBias = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";

    /// <summary>The token table under its other names. A file may hold any of them, all equal.</summary>
    public static IReadOnlyList<string> SharedAliases(Backbone backbone)
    {
        var prefix = backbone == Backbone.Bart ? "model." : "";
        string[] embeddings = [$"{prefix}encoder.embed_tokens.weight", $"{prefix}decoder.embed_tokens.weight"];
        return backbone == Backbone.T5V11 ? embeddings : [.. embeddings, Head];
    }

    /// <summary>The name, in a plain model, of a parameter of the expert that stands for its layer.</summary>
    public static string Plain(Backbone backbone, ExpertId expert, string parameter) => expert.Kind == ExpertKind.Vocabulary
        ? parameter
        : $"{Layer(backbone, expert)}.{parameter}";

    /// <summary>The authors' name in a routed model; a vanilla layer has no blocks.</summary>
    public static string Routed(ModelShape shape, ExpertId expert, string parameter) =>
        expert.Kind == ExpertKind.Vocabulary || shape.IsVanilla(shape.RowOf(expert))
            ? Plain(shape.Backbone, expert, parameter)
            : $"{Layer(shape.Backbone, expert)}.blocks.{expert.Number}.{parameter}";

    /// <summary>
    /// A BART's name with its "model." in front, which files of the bare BartModel lack (facebook/bart-base is one). T5 has
    /// no such prefix.
    /// </summary>
    public static string Full(Backbone backbone, string name) =>
        backbone != Backbone.Bart || name.StartsWith("model.", StringComparison.Ordinal) || name is Head or HeadBias
            || name.StartsWith("router.", StringComparison.Ordinal)
            ? name
            : "model." + name;

    private static string Layer(Backbone backbone, ExpertId expert)
    {
        var stack = expert.Kind == ExpertKind.Encoder ? "encoder" : "decoder";
        return backbone == Backbone.Bart ? $"model.{stack}.layers.{expert.Layer}" : $"{stack}.block.{expert.Layer}";
    }
}
