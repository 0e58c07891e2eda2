namespace Moe.Analysis.Routes;

/// <summary>One expert of a routed layer.</summary>
/// <param name="Layer">Stack and layer, such as encoder.0.</param>
/// <param name="Number">Its number in the layer, from 0.</param>
public readonly record struct RoutedExpert(string Layer, int Number)
{
    /// <summary>As in messages and checkpoints: encoder.0.2.</summary>
    public override string ToString() => $"{Layer}.{Number}";
}
