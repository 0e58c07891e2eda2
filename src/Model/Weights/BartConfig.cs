namespace Moe.Model.Weights;

/// <summary>Reads and checks the keys of a BART's config.json.</summary>
internal static class BartConfig
{
    public static HuggingFaceConfig Read(ConfigKeys keys)
    {
        var activation = keys.Text("activation_function", "gelu");
        if (activation != "gelu")
            throw keys.Refused("activation_function", activation, "\"gelu\" (the exact one)");

        // Relatives of BART (mBART, Pegasus, Blenderbot) of 2020 carry the same type and set these.
        keys.RefuseUnless("normalize_before", false);
        keys.RefuseUnless("add_final_layer_norm", false);
        keys.RefuseUnless("static_position_embeddings", false);
        keys.RefuseUnless("normalize_embedding", true);
        keys.RefuseUnless("tie_word_embeddings", true);
        return Build(keys);
    }

    private static HuggingFaceConfig Build(ConfigKeys keys)
    {
        var usual = new HuggingFaceConfig();
        var vocabularySize = keys.Integer("vocab_size", usual.VocabularySize, 1, int.MaxValue);
        var width = keys.Integer("d_model", usual.Width, 1, 1 << 20);
        return new HuggingFaceConfig
        {
            VocabularySize = vocabularySize,
            PositionsMax = keys.Integer("max_position_embeddings", usual.PositionsMax, 1, 1 << 24),
            Width = width,
            EncoderLayers = keys.Integer("encoder_layers", usual.EncoderLayers, 1, 4096),
            EncoderFeedForwardWidth = keys.Integer("encoder_ffn_dim", usual.EncoderFeedForwardWidth, 1, 1 << 24),
            EncoderHeads = Heads(keys, "encoder_attention_heads", usual.EncoderHeads, width),
            DecoderLayers = keys.Integer("decoder_layers", usual.DecoderLayers, 1, 4096),
            DecoderFeedForwardWidth = keys.Integer("decoder_ffn_dim", usual.DecoderFeedForwardWidth, 1, 1 << 24),
            DecoderHeads = Heads(keys, "decoder_attention_heads", usual.DecoderHeads, width),
            Dropout = keys.Probability("dropout", usual.Dropout),
            AttentionDropout = keys.Probability("attention_dropout", usual.AttentionDropout),
            ActivationDropout = keys.Probability("activation_dropout", usual.ActivationDropout),
            InitialDeviation = keys.Number("init_std", usual.InitialDeviation, number => number >= 0, "a number from 0"),
            ScaleEmbedding = keys.Boolean("scale_embedding", usual.ScaleEmbedding),
            StartId = keys.Integer("bos_token_id", 0, 0, vocabularySize - 1),
            PadId = keys.Integer("pad_token_id", usual.PadId, 0, vocabularySize - 1),
            EndId = keys.Integer("eos_token_id", usual.EndId, 0, vocabularySize - 1),
            DecoderStartId = keys.Integer("decoder_start_token_id", usual.DecoderStartId, 0, vocabularySize - 1),
            ForcedStartId = keys.OptionalId("forced_bos_token_id", usual.ForcedStartId, vocabularySize),
            ForcedEndId = keys.OptionalId("forced_eos_token_id", usual.ForcedEndId, vocabularySize),
            NoRepeatLength = keys.Integer("no_repeat_ngram_size", usual.NoRepeatLength, 0, 1024),
        };
    }

    private static int Heads(ConfigKeys keys, string key, int usual, int width)
    {
        var heads = keys.Integer(key, usual, 1, 1 << 16);
        return width % heads == 0
            ? heads
            : throw keys.Refused(key, $"{heads}", $"a divisor of d_model, {width}");
    }
}
