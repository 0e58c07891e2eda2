using Moe.Model.Failures;

namespace Moe.Model.Routing;

/// <summary>The ten router networks of the paper by the names the authors give them (paper notes 1.4).</summary>
public static class RouterNetworks
{
    private const string LayerSpecific = "_layer_specific";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "linear", "rnn", "lstm", "gru", "transformer",
        "linear" + LayerSpecific, "rnn" + LayerSpecific, "lstm" + LayerSpecific, "gru" + LayerSpecific,
        "transformer" + LayerSpecific,
    ];

    /// <summary>Whether a network has a row for each expert of each layer, as cloning and merging one expert need.</summary>
    public static bool HasRowsOfLayers(string name) => name is "linear" or "linear" + LayerSpecific;

    /// <summary>The network of a name.</summary>
    /// <exception cref="ConfigurationException">No network has the name, or a size is impossible.</exception>
    public static IRouterNetwork Create(string name, int inputWidth, int hiddenWidth, int layers, int experts)
    {
        var shape = new RouterShape(inputWidth, hiddenWidth, layers, experts).Validated();
        return name switch
        {
            "linear" => new LinearRouter(shape),
            "linear" + LayerSpecific => new LayerSpecificLinearRouter(shape),
            "rnn" => new RecurrentRouter(shape, RecurrentCell.Simple, layerSpecific: false),
            "rnn" + LayerSpecific => new RecurrentRouter(shape, RecurrentCell.Simple, layerSpecific: true),
            "lstm" => new RecurrentRouter(shape, RecurrentCell.LongShortTerm, layerSpecific: false),
            "lstm" + LayerSpecific => new RecurrentRouter(shape, RecurrentCell.LongShortTerm, layerSpecific: true),
            "gru" => new RecurrentRouter(shape, RecurrentCell.Gated, layerSpecific: false),
            "gru" + LayerSpecific => new RecurrentRouter(shape, RecurrentCell.Gated, layerSpecific: true),
            "transformer" => new TransformerRouter(shape, layerSpecific: false),
            "transformer" + LayerSpecific => new TransformerRouter(shape, layerSpecific: true),
            _ => throw new ConfigurationException(
                $"training.run.router.type is '{name}', expected one of {string.Join(", ", Names)}."),
        };
    }
}
