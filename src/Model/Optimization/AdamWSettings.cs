namespace Moe.Model.Optimization;

/// <summary>
/// Constants of AdamW as the authors use it (paper notes 3.4): bias correction on, decay decoupled and applied after
/// the update. Weight decay applies to the front range of a layout.
/// </summary>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="Epsilon">Added to the root of squared gradients.</param>
/// <param name="WeightDecay">Decay of the weights themselves, times the rate.</param>
/// <param name="RelativeRates">Whether a parameter's rate is in parts of its own <see cref="ParameterSize"/>.</param>
public sealed record AdamWSettings(
    double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01, bool RelativeRates = false);
