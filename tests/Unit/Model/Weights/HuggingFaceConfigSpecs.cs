using System.Globalization;
using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

public sealed class HuggingFaceConfigSpecs
{
    private const string BartBase = """
        {
          "activation_dropout": 0.1, "activation_function": "gelu", "add_bias_logits": false,
          "add_final_layer_norm": false, "architectures": ["BartModel"], "attention_dropout": 0.1, "bos_token_id": 0,
          "classif_dropout": 0.1, "classifier_dropout": 0.0, "d_model": 768, "decoder_attention_heads": 12,
          "decoder_ffn_dim": 3072, "decoder_layerdrop": 0.0, "decoder_layers": 6, "decoder_start_token_id": 2,
          "dropout": 0.1, "early_stopping": true, "encoder_attention_heads": 12, "encoder_ffn_dim": 3072,
          "encoder_layerdrop": 0.0, "encoder_layers": 6, "eos_token_id": 2, "forced_eos_token_id": 2,
          "forced_bos_token_id": 0, "gradient_checkpointing": false, "id2label": {"0": "LABEL_0"}, "init_std": 0.02,
          "is_encoder_decoder": true, "max_position_embeddings": 1024, "model_type": "bart",
          "no_repeat_ngram_size": 3, "normalize_before": false, "normalize_embedding": true, "num_beams": 4,
          "pad_token_id": 1, "scale_embedding": false, "vocab_size": 50265
        }
        """;

    [Fact]
    public void Reads_the_configuration_of_BART_base()
    {
        var expected = new HuggingFaceConfig
        {
            VocabularySize = 50265,
            PositionsMax = 1024,
            Width = 768,
            EncoderLayers = 6,
            EncoderFeedForwardWidth = 3072,
            EncoderHeads = 12,
            DecoderLayers = 6,
            DecoderFeedForwardWidth = 3072,
            DecoderHeads = 12,
            Dropout = 0.1,
            AttentionDropout = 0.1,
            ActivationDropout = 0.1,
            InitialDeviation = 0.02,
            ScaleEmbedding = false,
            StartId = 0,
            PadId = 1,
            EndId = 2,
            DecoderStartId = 2,
            ForcedStartId = 0,
            ForcedEndId = 2,
            NoRepeatLength = 3,
        };

        Assert.Equal(expected, HuggingFaceConfig.Parse(BartBase, "here"));
    }

    [Fact]
    public void Fills_in_what_is_missing_with_the_usual_values()
    {
        Assert.Equal(new HuggingFaceConfig(), HuggingFaceConfig.Parse("{\"model_type\": \"bart\"}", "here"));
        Assert.Equal(64, HuggingFaceConfig.Parse("{\"d_model\": 64}", "here").Width);
        Assert.Equal(1024, HuggingFaceConfig.Parse("{\"model_type\": \"bart\", \"d_model\": null}", "here").Width);
    }

    [Fact]
    public void Takes_null_as_no_forced_id()
    {
        var config = HuggingFaceConfig.Parse("{\"d_model\": 64, \"forced_eos_token_id\": null}", "here");

        Assert.Null(config.ForcedEndId);
        Assert.Null(config.ForcedStartId);
    }

    [Fact]
    public void Reads_numbers_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal(0.25, HuggingFaceConfig.Parse("{\"d_model\": 64, \"dropout\": 2.5e-1}", "here").Dropout);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("", "not a model's config.json")]
    [InlineData("[1]", "Array")]
    [InlineData("{\"d_model\": 64", "not a model's config.json")]
    [InlineData("{\"hidden\": 64}", "model_type is missing")]
    [InlineData("{\"model_type\": \"gpt2\"}", "model_type is gpt2, expected \"bart\"")]
    [InlineData("{\"model_type\": \"\\ud800\"}", "not a model's config.json")]
    [InlineData("{\"d_model\": 64, \"activation_function\": \"relu\"}", "activation_function is relu")]
    [InlineData("{\"d_model\": 64, \"activation_function\": \"gelu_new\"}", "activation_function is gelu_new")]
    [InlineData("{\"d_model\": 64, \"normalize_before\": true}", "normalize_before is true, expected false")]
    [InlineData("{\"d_model\": 64, \"normalize_embedding\": false}", "normalize_embedding is false")]
    [InlineData("{\"d_model\": 64, \"tie_word_embeddings\": false}", "tie_word_embeddings is false")]
    [InlineData("{\"d_model\": 0}", "d_model is 0, expected a whole number from 1")]
    [InlineData("{\"d_model\": 64.5}", "d_model is 64.5")]
    [InlineData("{\"d_model\": \"64\"}", "d_model is \"64\"")]
    [InlineData("{\"d_model\": 64, \"vocab_size\": 99999999999}", "vocab_size is 99999999999")]
    [InlineData("{\"d_model\": 64, \"encoder_attention_heads\": 5}", "heads is 5, expected a divisor")]
    [InlineData("{\"d_model\": 64, \"dropout\": 1.5}", "dropout is 1.5")]
    [InlineData("{\"d_model\": 64, \"dropout\": \"0.1\"}", "dropout is \"0.1\"")]
    [InlineData("{\"d_model\": 64, \"scale_embedding\": 1}", "scale_embedding is 1, expected true or false")]
    [InlineData("{\"d_model\": 64, \"vocab_size\": 10, \"pad_token_id\": 10}", "pad_token_id is 10, expected")]
    [InlineData("{\"d_model\": 64, \"model_type\": 5}", "model_type is 5, expected a text")]
    public void Refuses_other_models_and_impossible_values(string json, string reason)
    {
        var failure = Assert.Throws<WeightsException>(() => HuggingFaceConfig.Parse(json, "folder/config.json"));
        Assert.StartsWith("folder/config.json", failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public void Reads_the_file_of_a_folder_and_names_it_when_it_is_missing()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<WeightsException>(() => HuggingFaceConfig.Load(folder.Path));
        Assert.StartsWith(folder.File("config.json"), failure.Message);

        File.WriteAllText(folder.File("config.json"), BartBase);
        Assert.Equal(HuggingFaceConfig.Parse(BartBase, "here"), HuggingFaceConfig.Load(folder.Path));
    }
}
