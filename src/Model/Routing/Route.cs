namespace Moe.Model.Routing;

/// <summary>
/// One task's path: for each layer of both stacks, encoder first, a weight for each expert [L, E]. Every weight is a
/// finite number from 0 to 1 and the weights of a layer sum to 1. A vanilla layer has a row too, which nobody reads
/// (paper notes 1.2). Plain memory, never changed.
/// </summary>
public sealed class Route
{
    // Weights come out of float32 softmax rows; a sum that is off by more than this is no rounding.
    private const double SumTolerance = 1e-3;

    private readonly float[] weights_LE;

    /// <summary>Checks and copies weights [L, E], given layer by layer.</summary>
    /// <exception cref="ArgumentException">The size or a weight is wrong; the message names the layer.</exception>
    public Route(int layers, int experts, ReadOnlySpan<float> weights_LE)
    {
        if (layers < 1 || experts < 1 || weights_LE.Length != layers * experts)
        {
            throw new ArgumentException(
                $"A route of {layers} layers and {experts} experts has {layers * experts} weights, "
                + $"got {weights_LE.Length}.");
        }
        (Layers, Experts) = (layers, experts);
        this.weights_LE = weights_LE.ToArray();
        for (var layer = 0; layer < layers; layer++) Check(layer);
    }

    /// <summary>Layers of both stacks.</summary>
    public int Layers { get; }

    /// <summary>Experts of a layer.</summary>
    public int Experts { get; }

    /// <summary>All weights, layer by layer [L, E].</summary>
    public ReadOnlyMemory<float> Weights_LE => weights_LE;

    /// <summary>The weight of an expert.</summary>
    public float this[int layer, int expert] => Layer(layer)[expert];

    /// <summary>The path that takes one expert of each layer.</summary>
    public static Route OfExperts(ReadOnlySpan<int> picks, int experts)
    {
        var weights = new float[picks.Length * experts];
        for (var layer = 0; layer < picks.Length; layer++)
        {
            if (picks[layer] < 0 || picks[layer] >= experts)
                throw new ArgumentException(
                    $"Layer {layer}: there is no expert {picks[layer]} among {experts}.", nameof(picks));
            weights[layer * experts + picks[layer]] = 1;
        }
        return new Route(picks.Length, experts, weights);
    }

    /// <summary>The weights of a layer [E].</summary>
    public ReadOnlySpan<float> Layer(int layer) => weights_LE.AsSpan(layer * Experts, Experts);

    /// <summary>The expert with the largest weight of a layer; the first of equals.</summary>
    public int Pick(int layer) => LargestWeight.Of(Layer(layer));

    /// <summary>The expert with the largest weight of every layer [L].</summary>
    public int[] Picks()
    {
        var picks = new int[Layers];
        for (var layer = 0; layer < Layers; layer++) picks[layer] = Pick(layer);
        return picks;
    }

    /// <summary>The path of the picked experts alone, each with weight 1: what sparse computation follows.</summary>
    public Route Picked() => OfExperts(Picks(), Experts);

    private void Check(int layer)
    {
        var sum = 0.0;
        foreach (var weight in Layer(layer))
        {
            if (!(weight >= 0 && weight <= 1 + SumTolerance))
                throw new ArgumentException($"Layer {layer} of a route has the weight {weight}, expected 0 to 1.");
            sum += weight;
        }
        if (Math.Abs(sum - 1) > SumTolerance)
            throw new ArgumentException($"The weights of layer {layer} of a route sum to {sum}, expected 1.");
    }
}
