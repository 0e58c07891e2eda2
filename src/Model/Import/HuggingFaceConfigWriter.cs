using System.Text.Json;
using Moe.Model.Layers;

namespace Moe.Model.Import;

/// <summary>The config.json of a plain model of a shape, in Hugging Face's format.</summary>
internal static class HuggingFaceConfigWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] Write(ModelShape shape) => JsonSerializer.SerializeToUtf8Bytes(
        Both(shape).Concat(shape.Backbone == Backbone.Bart ? Bart(shape) : T5(shape))
            .ToDictionary(entry => entry.Key, entry => entry.Value), Indented);

    private static Dictionary<string, object?> Both(ModelShape shape) => new()
    {
        ["vocab_size"] = shape.VocabularySize,
        ["d_model"] = shape.Width,
        ["is_encoder_decoder"] = true,
        ["pad_token_id"] = shape.PadId,
        ["bos_token_id"] = shape.BosId,
        ["eos_token_id"] = shape.EosId,
        ["decoder_start_token_id"] = shape.DecoderStartId,
        ["torch_dtype"] = "float32",
    };

    private static Dictionary<string, object?> Bart(ModelShape shape) => new()
    {
        ["architectures"] = new[] { "BartForConditionalGeneration" },
        ["model_type"] = "bart",
        ["activation_function"] = "gelu",
        ["max_position_embeddings"] = shape.MaxPositions,
        ["encoder_layers"] = shape.EncoderLayers,
        ["decoder_layers"] = shape.DecoderLayers,
        ["encoder_attention_heads"] = shape.EncoderHeads,
        ["decoder_attention_heads"] = shape.DecoderHeads,
        ["encoder_ffn_dim"] = shape.EncoderFeedForward,
        ["decoder_ffn_dim"] = shape.DecoderFeedForward,
        ["dropout"] = shape.Dropout,
        ["attention_dropout"] = shape.AttentionDropout,
        ["activation_dropout"] = shape.ActivationDropout,
        ["encoder_layerdrop"] = 0.0,
        ["decoder_layerdrop"] = 0.0,
        ["scale_embedding"] = false,
        ["forced_eos_token_id"] = shape.EosId,
    };

    // T5 has one dropout for all places.
    private static Dictionary<string, object?> T5(ModelShape shape) => new()
    {
        ["architectures"] = new[] { "T5ForConditionalGeneration" },
        ["model_type"] = "t5",
        ["n_positions"] = shape.MaxPositions,
        ["num_layers"] = shape.EncoderLayers,
        ["num_decoder_layers"] = shape.DecoderLayers,
        ["num_heads"] = shape.EncoderHeads,
        ["d_kv"] = shape.HeadWidthOf(shape.EncoderHeads),
        ["d_ff"] = shape.EncoderFeedForward,
        ["feed_forward_proj"] = shape.Backbone == Backbone.T5 ? "relu" : "gated-gelu",
        ["tie_word_embeddings"] = shape.Backbone == Backbone.T5,
        ["relative_attention_num_buckets"] = shape.PositionBuckets,
        ["relative_attention_max_distance"] = shape.PositionDistanceMax,
        ["layer_norm_epsilon"] = NormFunction.MeanSquareEpsilon,
        ["dropout_rate"] = shape.Dropout,
    };
}
