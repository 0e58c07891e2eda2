using Moe.Model.Layers;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model;

/// <summary>
/// A whole routed model in one place: every expert's parameters and layer, and the vocabulary. Training spreads experts
/// over actors instead; this form serves golden tests, evaluation, generation, import and export.
/// </summary>
public sealed class RoutedModel : IDisposable
{
    private readonly SortedDictionary<ExpertId, FlatParameters> parameters = [];
    private readonly Dictionary<ExpertId, IExpertLayer> layers = [];

    /// <summary>Allocates every expert with zero weights on a device.</summary>
    public RoutedModel(ModelShape shape, Device device, ScalarType computeType = ScalarType.Float32)
        : this(shape, shape.AllExperts().ToDictionary(id => id,
            id => new FlatParameters(ExpertFactory.LayoutOf(shape, id), device, computeType)))
    {
    }

    /// <summary>Takes over parameters that exist already, one set for each expert of the shape.</summary>
    public RoutedModel(ModelShape shape, IReadOnlyDictionary<ExpertId, FlatParameters> owned)
    {
        Shape = shape;
        foreach (var id in shape.AllExperts())
        {
            parameters.Add(id, owned[id]);
            if (id.Kind != ExpertKind.Vocabulary) layers.Add(id, ExpertFactory.LayerOf(shape, id, owned[id]));
        }
        Vocabulary = new VocabularyLayer(shape, owned[ExpertId.Vocabulary]);
    }

    /// <summary>Sizes of the model.</summary>
    public ModelShape Shape { get; }

    /// <summary>The shared layer.</summary>
    public VocabularyLayer Vocabulary { get; }

    /// <summary>Parameters of every expert, in the order of sums: vocabulary, encoder, decoder.</summary>
    public IReadOnlyDictionary<ExpertId, FlatParameters> Parameters => parameters;

    /// <summary>Trainable numbers of the model, without the router.</summary>
    public long ParameterCount => parameters.Values.Sum(p => p.Layout.Count);

    /// <summary>The layer of a routed expert.</summary>
    public IExpertLayer Layer(ExpertId id) => layers[id];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in parameters.Values) owned.Dispose();
    }
}
