using Moe.Model.Failures;
using Moe.Model.Routing;
using Moe.Model.Weights;

namespace Moe.Model.Import;

/// <summary>
/// Writes one path through a routed model as a plain BART or T5 folder in Hugging Face's format, which other programs load
/// and <see cref="HuggingFaceImport"/> reads back with the same bits.
/// </summary>
public static class HuggingFaceExport
{
    private static readonly string[] TokenizerFiles =
        ["vocab.json", "merges.txt", "spiece.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

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
            File.WriteAllBytes(Path.Combine(folder, "config.json"), HuggingFaceConfigWriter.Write(shape));
            foreach (var name in TokenizerFiles.Where(
                name => tokenizerFolder is not null && File.Exists(Path.Combine(tokenizerFolder, name))))
                File.Copy(Path.Combine(tokenizerFolder!, name), Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{folder}: cannot be written as a model folder: {failure.Message} Check free space and permissions.",
                failure);
        }
        return ParameterWriter.Write(Path.Combine(folder, "model.safetensors"), path.SelectMany(id =>
            model.Parameters[id].Layout.Slots.Select(
                slot => (HuggingFaceNames.Plain(shape.Backbone, id, slot.Name), model.Parameters[id], slot))));
    }
}
