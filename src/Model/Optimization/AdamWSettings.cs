namespace Moe.Model.Optimization;

/// <summary>
/// Constants of AdamW as the authors use it (paper notes 3.4): bias correction on, decay decoupled and applied after
/// the update. Weight decay applies to the front range of a layout.
/// </summary>
public sealed record AdamWSettings(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01);
