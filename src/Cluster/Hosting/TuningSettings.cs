using Moe.Actors;
using Moe.Curriculum.Adaptation;

namespace Moe.Cluster.Hosting;

/// <summary>Tuning on one task with the loss, clipping and constants of a run.</summary>
internal static class TuningSettings
{
    /// <summary>What the run decides; steps and rates are the tuning's own.</summary>
    public static FineTuningSettings Of(OptimizationSettings optimization) => new()
    {
        AdamW = optimization.AdamW,
        ExpertAdamW = optimization.ExpertAdamW,
        MaxGradientNorm = optimization.MaxGradientNorm,
        LabelSmoothing = optimization.LabelSmoothing,
        MeanLoss = optimization.MeanLoss,
    };
}
