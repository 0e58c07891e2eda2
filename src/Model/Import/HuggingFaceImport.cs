using Moe.Model.Failures;
using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Import;

/// <summary>
/// Makes a routed model from one plain BART or T5 in Hugging Face's format: every expert of a layer starts as that layer,
/// plus noise of its own (paper notes 1.3); a vanilla layer is taken without noise.
/// </summary>
public static class HuggingFaceImport
{
    /// <summary>Reads a folder with config.json and model.safetensors or pytorch_model.bin.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="adapt">Adds experts, vanilla layers or dropout to the shape of config.json.</param>
    /// <param name="noise">Noise on every expert of a routed layer.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="device">Where the model is to live.</param>
    /// <param name="computeType">Type the layers compute in.</param>
    /// <exception cref="WeightsException">
    /// A file is missing or damaged, or a tensor is missing, left over or misshapen.
    /// </exception>
    public static RoutedModel FromFolder(
        string folder, Func<ModelShape, ModelShape> adapt, ExpertNoise noise, ulong seed, Device device,
        ScalarType computeType = ScalarType.Float32)
    {
        var shape = adapt(HuggingFaceShapes.Of(HuggingFaceConfig.Load(folder), Path.Combine(folder, "config.json")))
            .Validated();
        using var weights = WeightsFolder.Open(folder);
        var model = new RoutedModel(shape, device, computeType);
        try
        {
            Load(model, weights.Path, weights.Tensors, noise, seed);
            return model;
        }
        catch (WeightsException)
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Fills a model from the tensors of a plain one of its backbone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where the tensors come from, for messages.</param>
    /// <param name="tensors">All its tensors, by Hugging Face's names.</param>
    /// <param name="noise">Noise on every expert of a routed layer.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <exception cref="WeightsException">A tensor is missing, left over or misshapen; it is named.</exception>
    public static void Load(
        RoutedModel model, string source, IEnumerable<TensorRecord> tensors, ExpertNoise noise, ulong seed)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var shape = model.Shape;
        var matcher = new TensorMatcher(source, shape.Backbone, tensors);
        matcher.TakeVocabulary(model.Parameters[ExpertId.Vocabulary], shape.Backbone);
        for (var row = 0; row < shape.Layers; row++)
        {
            FlatParameters[] experts = [.. Enumerable.Range(0, shape.ExpertsOf(row))
                .Select(number => model.Parameters[shape.At(row, number)])];
            foreach (var slot in experts[0].Layout.Slots)
                matcher.Take(HuggingFaceNames.Plain(shape.Backbone, shape.At(row, 0), slot.Name), slot.Name, experts);
        }
        matcher.Finish();
        foreach (var (id, parameters) in model.Parameters)
        {
            var isRouted = id.Kind != ExpertKind.Vocabulary && !shape.IsVanilla(shape.RowOf(id));
            if (isRouted) noise.AddTo(parameters, seed, id);
            parameters.WeightsChanged();
        }
    }
}
