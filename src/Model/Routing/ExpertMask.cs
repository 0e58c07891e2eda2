using Moe.Model.Failures;

namespace Moe.Model.Routing;

/// <summary>
/// Experts switched off, by layer: the others of the layer share the whole weight, as if the logits of those switched
/// off were far below all others (paper notes 5). Serves ablation and models that grow experts during training.
/// </summary>
public sealed class ExpertMask
{
    private readonly bool[] disabled_LE;

    /// <summary>Switches experts off: true at [layer * experts + expert].</summary>
    /// <exception cref="ConfigurationException">A layer has no expert left.</exception>
    public ExpertMask(int layers, int experts, ReadOnlySpan<bool> disabled_LE)
    {
        if (disabled_LE.Length != layers * experts)
            throw new ArgumentException(
                $"A mask of {layers} layers and {experts} experts got {disabled_LE.Length} entries.");
        (Layers, Experts) = (layers, experts);
        this.disabled_LE = disabled_LE.ToArray();
        for (var layer = 0; layer < layers; layer++)
        {
            if (!Of(layer).Contains(false))
            {
                throw new ConfigurationException(
                    $"All {experts} experts of layer {layer} are switched off, so no route can pass it. "
                    + "Leave at least one on.");
            }
        }
    }

    /// <summary>Layers of both stacks.</summary>
    public int Layers { get; }

    /// <summary>Experts of a layer, on or off.</summary>
    public int Experts { get; }

    /// <summary>No expert is off.</summary>
    public static ExpertMask AllOn(int layers, int experts) => First(experts, layers, experts);

    /// <summary>Every layer keeps only the first <paramref name="enabled"/> experts.</summary>
    public static ExpertMask First(int enabled, int layers, int experts)
    {
        var disabled = new bool[layers * experts];
        for (var i = 0; i < disabled.Length; i++) disabled[i] = i % experts >= enabled;
        return new ExpertMask(layers, experts, disabled);
    }

    /// <summary>Switches single experts off; the vocabulary cannot be.</summary>
    public static ExpertMask Without(ModelShape shape, IEnumerable<ExpertId> switchedOff)
    {
        var disabled = new bool[shape.Layers * shape.Experts];
        foreach (var expert in switchedOff)
        {
            var layers = expert.Kind switch
            {
                ExpertKind.Encoder => shape.EncoderLayers,
                ExpertKind.Decoder => shape.DecoderLayers,
                _ => 0,
            };
            if (expert.Layer >= layers || expert.Number >= shape.Experts || shape.IsVanilla(shape.RowOf(expert)))
                throw new ConfigurationException(
                    $"{expert} is not an expert of a routed layer and cannot be switched off.");
            disabled[shape.RowOf(expert) * shape.Experts + expert.Number] = true;
        }
        return new ExpertMask(shape.Layers, shape.Experts, disabled);
    }

    /// <summary>Which experts of a layer are off [E].</summary>
    public ReadOnlySpan<bool> Of(int layer) => disabled_LE.AsSpan(layer * Experts, Experts);

    /// <summary>The experts of a layer that are on, ascending; never empty.</summary>
    public int[] On(int layer) => [.. Enumerable.Range(0, Experts).Where(expert => IsOn(layer, expert))];

    /// <summary>Whether an expert is on.</summary>
    public bool IsOn(int layer, int expert) => !disabled_LE[layer * Experts + expert];

    /// <summary>The same with one expert switched on or off.</summary>
    /// <exception cref="ConfigurationException">It was the last of its layer.</exception>
    public ExpertMask With(int layer, int expert, bool on)
    {
        var disabled = disabled_LE.ToArray();
        disabled[layer * Experts + expert] = !on;
        return new ExpertMask(Layers, Experts, disabled);
    }
}
