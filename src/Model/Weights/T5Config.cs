using System.Globalization;
using Moe.Model.Layers;

namespace Moe.Model.Weights;

/// <summary>Reads and checks the keys of a T5's config.json; missing ones have the defaults of Hugging Face's T5Config.</summary>
internal static class T5Config
{
    public static HuggingFaceConfig Read(ConfigKeys keys)
    {
        var backbone = BackboneOf(keys);
        var epsilon = keys.Number("layer_norm_epsilon", NormFunction.MeanSquareEpsilon, _ => true, "a number");
        if (epsilon != NormFunction.MeanSquareEpsilon)
            throw keys.Refused("layer_norm_epsilon", epsilon.ToString(CultureInfo.InvariantCulture), "1e-6");
        keys.RefuseUnless("is_encoder_decoder", true);

        var width = keys.Integer("d_model", 512, 1, 1 << 20);
        var heads = keys.Integer("num_heads", 8, 1, 1 << 16);
        var headWidth = keys.Integer("d_kv", 64, 1, 1 << 16);
        var feedForward = keys.Integer("d_ff", 2048, 1, 1 << 24);
        var layers = keys.Integer("num_layers", 6, 1, 4096);
        var dropout = keys.Probability("dropout_rate", 0.1);
        var vocabularySize = keys.Integer("vocab_size", 32128, 1, int.MaxValue);
        var pad = keys.Integer("pad_token_id", 0, 0, vocabularySize - 1);
        return new HuggingFaceConfig
        {
            Backbone = backbone,
            VocabularySize = vocabularySize,
            PositionsMax = keys.Integer("n_positions", 512, 1, 1 << 24),
            Width = width,
            EncoderLayers = layers,
            DecoderLayers = keys.Integer("num_decoder_layers", layers, 1, 4096),
            EncoderFeedForwardWidth = feedForward,
            DecoderFeedForwardWidth = feedForward,
            HeadWidth = headWidth * heads == width ? 0 : headWidth,
            EncoderHeads = heads,
            DecoderHeads = heads,
            PositionBuckets = keys.Integer("relative_attention_num_buckets", 32, 4, 1 << 16),
            PositionDistanceMax = keys.Integer("relative_attention_max_distance", 128, 3, 1 << 24),
            Dropout = dropout,
            AttentionDropout = dropout,
            ActivationDropout = dropout,
            StartId = keys.OptionalId("bos_token_id", null, vocabularySize),
            PadId = pad,
            EndId = keys.Integer("eos_token_id", 1, 0, vocabularySize - 1),
            DecoderStartId = keys.Integer("decoder_start_token_id", pad, 0, vocabularySize - 1),
            ForcedEndId = null,
        };
    }

    private static Backbone BackboneOf(ConfigKeys keys)
    {
        var projection = keys.Text("feed_forward_proj", "relu");
        var tied = keys.Boolean("tie_word_embeddings", true);
        return (projection, tied) switch
        {
            ("relu", true) => Backbone.T5,
            ("gated-gelu", false) => Backbone.T5V11,
            _ => throw keys.Refused("feed_forward_proj", $"{projection} with tie_word_embeddings {(tied ? "true" : "false")}",
                "relu with tied embeddings (the original T5) or gated-gelu with untied ones (v1.1)"),
        };
    }
}
