namespace Moe.Model.Layers;

/// <summary>Hugging Face's names of what all tasks share; null stands for what a backbone has not.</summary>
internal sealed class VocabularyNames(Backbone backbone)
{
    private readonly bool isT5 = backbone != Backbone.Bart;

    /// <summary>The token table.</summary>
    public string Shared => isT5 ? "shared.weight" : "model.shared.weight";

    /// <summary>The table of the output head, which may be the token table.</summary>
    public string Head => backbone == Backbone.T5V11 ? "lm_head.weight" : Shared;

    /// <summary>The table of learned positions.</summary>
    public string? Positions(ExpertKind stack) => isT5 ? null : $"model.{Name(stack)}.embed_positions.weight";

    /// <summary>The norm after the embedding, without .weight or .bias.</summary>
    public string? EmbeddingNorm(ExpertKind stack) => isT5 ? null : $"model.{Name(stack)}.layernorm_embedding";

    /// <summary>The table of relative positions, which Hugging Face keeps in a stack's first layer.</summary>
    public string? PositionBias(ExpertKind stack) =>
        isT5 ? $"{Name(stack)}.block.0.layer.0.SelfAttention.relative_attention_bias.weight" : null;

    /// <summary>The gain of the norm after a stack's last layer.</summary>
    public string? FinalNorm(ExpertKind stack) => isT5 ? $"{Name(stack)}.final_layer_norm.weight" : null;

    private static string Name(ExpertKind stack) => stack == ExpertKind.Encoder ? "encoder" : "decoder";
}
