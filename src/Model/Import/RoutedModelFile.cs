using System.Globalization;
using System.Text.RegularExpressions;
using Moe.Model.Failures;
using Moe.Model.Parameters;
using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Import;

/// <summary>
/// A whole routed model as one state dictionary by the authors' names, both ways: experts are
/// model.encoder.layers.L.blocks.E.*, in a T5 likewise encoder.block.L.blocks.E.*, the router network router.model.*.
/// </summary>
public static partial class RoutedModelFile
{
    private const string RouterPrefix = "router.";

    /// <summary>
    /// The shape of a routed model: sizes from its configuration, experts and vanilla layers from the names of its
    /// tensors.
    /// </summary>
    /// <exception cref="WeightsException">No layer has blocks, or layers have different numbers of them.</exception>
    public static ModelShape ShapeOf(HuggingFaceConfig config, string source, IEnumerable<TensorRecord> tensors)
    {
        var experts = new Dictionary<(string Stack, int Layer), int>();
        foreach (var tensor in tensors)
        {
            var match = BlockName().Match(tensor.Name);
            if (!match.Success) continue;
            var key = (match.Groups[1].Value, Number(match.Groups[2]));
            experts[key] = Math.Max(experts.GetValueOrDefault(key), Number(match.Groups[3]) + 1);
        }
        int[] counts = [.. experts.Values.Distinct().Order()];
        if (counts is not [var count])
        {
            throw new WeightsException(
                $"{source}: its routed layers have {(counts.Length == 0 ? "no" : string.Join(" and ", counts))} "
                + "experts, expected the same number, at least one, in each. A plain model is imported as such.");
        }
        return HuggingFaceShapes.Of(config, source) with
        {
            Experts = count,
            VanillaEncoderLayers = [.. Enumerable.Range(0, config.EncoderLayers)
                .Where(i => !experts.ContainsKey(("encoder", i)))],
            VanillaDecoderLayers = [.. Enumerable.Range(0, config.DecoderLayers)
                .Where(i => !experts.ContainsKey(("decoder", i)))],
        };
    }

    /// <summary>Fills a model and, if given, its router network.</summary>
    /// <exception cref="WeightsException">A tensor is missing, left over or misshapen; it is named.</exception>
    public static void Load(
        RoutedModel model, FlatParameters? router, string source, IEnumerable<TensorRecord> tensors)
    {
        using var _ = torch.no_grad();
        var matcher = new TensorMatcher(source, model.Shape.Backbone, tensors);
        foreach (var (id, parameters) in model.Parameters)
        {
            if (id.Kind == ExpertKind.Vocabulary) matcher.TakeVocabulary(parameters, model.Shape.Backbone);
            else
            {
                foreach (var slot in parameters.Layout.Slots)
                    matcher.Take(HuggingFaceNames.Routed(model.Shape, id, slot.Name), slot.Name, parameters);
            }
        }
        if (router is null) matcher.Ignore(RouterPrefix);
        else
        {
            foreach (var slot in router.Layout.Slots) matcher.Take(slot.Name, slot.Name, router);
        }
        matcher.Finish();
        foreach (var parameters in model.Parameters.Values) parameters.WeightsChanged();
        router?.WeightsChanged();
    }

    /// <summary>Writes a model and, if given, its router network as a safetensors file.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static WrittenWeights Write(string path, RoutedModel model, FlatParameters? router)
    {
        var tensors = model.Parameters.SelectMany(one => one.Value.Layout.Slots.Select(slot =>
            (HuggingFaceNames.Routed(model.Shape, one.Key, slot.Name), one.Value, slot)));
        if (router is not null)
            tensors = tensors.Concat(router.Layout.Slots.Select(slot => (slot.Name, router, slot)));
        return ParameterWriter.Write(path, tensors);
    }

    [GeneratedRegex(@"^(?:model\.)?(encoder|decoder)\.(?:layers|block)\.(\d{1,6})\.blocks\.(\d{1,6})\.")]
    private static partial Regex BlockName();

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);
}
