using System.Text.Json;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Moe.Model.Weights;

namespace Moe.Model.Import;

/// <summary>
/// Writes one path through a routed model as a plain BART folder in Hugging Face's format, which other programs load
/// and <see cref="BartImport"/> reads back with the same bits.
/// </summary>
public static class BartExport
{
    private static readonly string[] TokenizerFiles =
        ["vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    /// <summary>Writes the experts with the largest weights of a task's route.</summary>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static WrittenWeights Write(
        string folder, RoutedModel model, Route route, string? tokenizerFolder = null) =>
        Write(folder, model, route.Picks(), tokenizerFolder);

    /// <summary>
    /// Writes one expert of each layer [L], encoder first; the entry of a vanilla layer is not read. Tokenizer files
    /// are copied from a folder, if given.
    /// </summary>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static WrittenWeights Write(
        string folder, RoutedModel model, IReadOnlyList<int> experts, string? tokenizerFolder = null)
    {
        var shape = model.Shape;
        if (experts.Count != shape.Layers)
            throw new ArgumentException(
                $"{experts.Count} experts given for {shape.Layers} layers, expected one for each.", nameof(experts));
        var path = Enumerable.Range(0, shape.Layers)
            .Select(row => shape.At(row, shape.IsVanilla(row) ? 0 : experts[row])).Prepend(ExpertId.Vocabulary);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, "config.json"), Configuration(shape));
            foreach (var name in TokenizerFiles.Where(
                name => tokenizerFolder is not null && File.Exists(Path.Combine(tokenizerFolder, name))))
                File.Copy(Path.Combine(tokenizerFolder!, name), Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{folder}: cannot be written as a BART folder: {failure.Message} Check free space and permissions.",
                failure);
        }
        return ParameterWriter.Write(Path.Combine(folder, "model.safetensors"), path.SelectMany(id =>
            model.Parameters[id].Layout.Slots.Select(
                slot => (HuggingFaceNames.Plain(id, slot.Name), model.Parameters[id], slot))));
    }

    private static byte[] Configuration(ModelShape shape) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["architectures"] = new[] { "BartForConditionalGeneration" },
            ["model_type"] = "bart",
            ["activation_function"] = "gelu",
            ["vocab_size"] = shape.VocabularySize,
            ["max_position_embeddings"] = shape.MaxPositions,
            ["d_model"] = shape.Width,
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
            ["is_encoder_decoder"] = true,
            ["pad_token_id"] = shape.PadId,
            ["bos_token_id"] = shape.BosId,
            ["eos_token_id"] = shape.EosId,
            ["decoder_start_token_id"] = shape.DecoderStartId,
            ["forced_eos_token_id"] = shape.EosId,
            ["torch_dtype"] = "float32",
        }, new JsonSerializerOptions { WriteIndented = true });
}
