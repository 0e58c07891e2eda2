namespace Moe.Model.Import;

/// <summary>
/// The names of a model's tensors in files: Hugging Face's for a plain BART, one path of ours, and the authors' for a
/// routed one, where a layer's experts are called blocks. Within an expert the names are the same as here.
/// </summary>
public static class HuggingFaceNames
{
    /// <summary>The tied output head, the same table as the token embedding.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>A bias on the output scores, which is a zero buffer in every BART (paper notes 1.1).</summary>
    public const string HeadBias = "final_logits_bias";

    /// <summary>The token table under its other names. A file may hold any of them, all equal.</summary>
    public static IReadOnlyList<string> SharedAliases { get; } =
        ["model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", Head];

    /// <summary>The name, in a plain BART, of a parameter of the expert that stands for its layer.</summary>
    public static string Plain(ExpertId expert, string parameter) => expert.Kind == ExpertKind.Vocabulary
        ? parameter
        : $"{Layer(expert)}.{parameter}";

    /// <summary>The authors' name in a routed BART; a vanilla layer has no blocks.</summary>
    public static string Routed(ModelShape shape, ExpertId expert, string parameter) =>
        expert.Kind == ExpertKind.Vocabulary || shape.IsVanilla(shape.RowOf(expert))
            ? Plain(expert, parameter)
            : $"{Layer(expert)}.blocks.{expert.Number}.{parameter}";

    /// <summary>
    /// The name with its "model." in front, which files of the bare BartModel lack (facebook/bart-base is one).
    /// </summary>
    public static string Full(string name) =>
        name.StartsWith("model.", StringComparison.Ordinal) || name is Head or HeadBias
            || name.StartsWith("router.", StringComparison.Ordinal)
            ? name
            : "model." + name;

    private static string Layer(ExpertId expert) =>
        $"model.{(expert.Kind == ExpertKind.Encoder ? "encoder" : "decoder")}.layers.{expert.Layer}";
}
