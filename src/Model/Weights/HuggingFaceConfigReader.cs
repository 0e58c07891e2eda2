using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// Reads and checks the keys of a BART's config.json. Keys it does not know are of no concern to the model.
/// </summary>
internal sealed class HuggingFaceConfigReader
{
    private readonly string source;
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);

    private HuggingFaceConfigReader(string source, JsonElement root)
    {
        this.source = source;
        if (root.ValueKind != JsonValueKind.Object)
            throw Malformed(source, $"it is a JSON {root.ValueKind}, expected an object", null);
        foreach (var property in root.EnumerateObject())
            values[property.Name] = property.Value;
    }

    public static HuggingFaceConfig Read(string source, byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var reader = new HuggingFaceConfigReader(source, json.RootElement);
            reader.CheckKind();
            return reader.Build();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Malformed(source, failure.Message.TrimEnd('.'), failure);
        }
    }

    private void CheckKind()
    {
        // A configuration kept inside another file may lack the type; then its width shows that it is a model's.
        var type = Text("model_type", values.ContainsKey("d_model") ? "bart" : "missing");
        if (type != "bart")
            throw Refused("model_type", type, "\"bart\"");
        var activation = Text("activation_function", "gelu");
        if (activation != "gelu")
            throw Refused("activation_function", activation, "\"gelu\" (the exact one)");

        // Relatives of BART (mBART, Pegasus, Blenderbot) of 2020 carry the same type and set these.
        RefuseUnless("normalize_before", false);
        RefuseUnless("add_final_layer_norm", false);
        RefuseUnless("static_position_embeddings", false);
        RefuseUnless("normalize_embedding", true);
        RefuseUnless("tie_word_embeddings", true);
    }

    private HuggingFaceConfig Build()
    {
        var usual = new HuggingFaceConfig();
        var vocabularySize = Integer("vocab_size", usual.VocabularySize, 1, int.MaxValue);
        var width = Integer("d_model", usual.Width, 1, 1 << 20);
        return new HuggingFaceConfig
        {
            VocabularySize = vocabularySize,
            PositionsMax = Integer("max_position_embeddings", usual.PositionsMax, 1, 1 << 24),
            Width = width,
            EncoderLayers = Integer("encoder_layers", usual.EncoderLayers, 1, 4096),
            EncoderFeedForwardWidth = Integer("encoder_ffn_dim", usual.EncoderFeedForwardWidth, 1, 1 << 24),
            EncoderHeads = Heads("encoder_attention_heads", usual.EncoderHeads, width),
            DecoderLayers = Integer("decoder_layers", usual.DecoderLayers, 1, 4096),
            DecoderFeedForwardWidth = Integer("decoder_ffn_dim", usual.DecoderFeedForwardWidth, 1, 1 << 24),
            DecoderHeads = Heads("decoder_attention_heads", usual.DecoderHeads, width),
            Dropout = Probability("dropout", usual.Dropout),
            AttentionDropout = Probability("attention_dropout", usual.AttentionDropout),
            ActivationDropout = Probability("activation_dropout", usual.ActivationDropout),
            InitialDeviation = Number("init_std", usual.InitialDeviation, number => number >= 0, "a number from 0"),
            ScaleEmbedding = Boolean("scale_embedding", usual.ScaleEmbedding),
            StartId = Integer("bos_token_id", usual.StartId, 0, vocabularySize - 1),
            PadId = Integer("pad_token_id", usual.PadId, 0, vocabularySize - 1),
            EndId = Integer("eos_token_id", usual.EndId, 0, vocabularySize - 1),
            DecoderStartId = Integer("decoder_start_token_id", usual.DecoderStartId, 0, vocabularySize - 1),
            ForcedStartId = OptionalId("forced_bos_token_id", usual.ForcedStartId, vocabularySize),
            ForcedEndId = OptionalId("forced_eos_token_id", usual.ForcedEndId, vocabularySize),
            NoRepeatLength = Integer("no_repeat_ngram_size", usual.NoRepeatLength, 0, 1024),
        };
    }

    private bool Has(string key) => values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null;

    private string Text(string key, string usual)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.String
            ? values[key].GetString()!
            : throw Refused(key, values[key].GetRawText(), "a text");
    }

    private bool Boolean(string key, bool usual)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind is JsonValueKind.True or JsonValueKind.False
            ? values[key].GetBoolean()
            : throw Refused(key, values[key].GetRawText(), "true or false");
    }

    private void RefuseUnless(string key, bool supported)
    {
        if (Boolean(key, supported) != supported)
            throw Refused(key, values[key].GetRawText(), supported ? "true" : "false");
    }

    private int Integer(string key, int usual, int least, int most)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.Number && values[key].TryGetInt32(out var number)
            && number >= least && number <= most
            ? number
            : throw Refused(key, values[key].GetRawText(), $"a whole number from {least} to {most}");
    }

    private int Heads(string key, int usual, int width)
    {
        var heads = Integer(key, usual, 1, 1 << 16);
        return width % heads == 0
            ? heads
            : throw Refused(key, $"{heads}", $"a divisor of d_model, {width}");
    }

    // Unlike elsewhere, null is a value here: it takes the default's constraint away.
    private int? OptionalId(string key, int? usual, int vocabularySize)
    {
        if (!values.TryGetValue(key, out var value))
            return usual;
        return value.ValueKind == JsonValueKind.Null ? null : Integer(key, 0, 0, vocabularySize - 1);
    }

    private double Probability(string key, double usual) =>
        Number(key, usual, number => number is >= 0 and < 1, "a number from 0 to below 1");

    private double Number(string key, double usual, Func<double, bool> allowed, string expected)
    {
        if (!Has(key))
            return usual;
        return values[key].ValueKind == JsonValueKind.Number && values[key].TryGetDouble(out var number)
            && allowed(number)
            ? number
            : throw Refused(key, values[key].GetRawText(), expected);
    }

    private WeightsException Refused(string key, string found, string expected) => new(
        $"{source}: {key} is {found}, expected {expected}. Use a BART model, or correct the file.");

    private static WeightsException Malformed(string source, string what, Exception? inner) => new(
        $"{source}: not a model's config.json: {what}. Take the file from the model again.", inner);
}
