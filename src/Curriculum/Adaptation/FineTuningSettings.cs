using Moe.Model.Optimization;

namespace Moe.Curriculum.Adaptation;

/// <summary>How a model is tuned on the few rows of one task (paper notes 4.3).</summary>
public sealed record FineTuningSettings
{
    /// <summary>Optimizer steps.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Steps of linear warm-up; the rate then falls linearly to 0 at the last step.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Steps between scores on the dev rows; the weights with the best score are kept.</summary>
    public int EvaluateEvery { get; init; } = 100;

    /// <summary>Peak learning rate of a route that is trained.</summary>
    public double RouteRate { get; init; } = 0.01;

    /// <summary>AdamW's constants.</summary>
    public AdamWSettings AdamW { get; init; } = new();

    /// <summary>The same for experts and vocabulary, whose rates may be relative.</summary>
    public AdamWSettings ExpertAdamW { get; init; } = new();

    /// <summary>Limit of the gradient norm.</summary>
    public double MaxGradientNorm { get; init; } = 0.1;

    /// <summary>Smoothing e of the loss.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Divide a batch's loss by its label tokens (true) or sum over tokens (false, the paper's).</summary>
    public bool MeanLoss { get; init; }

    /// <summary>Seed of data order and dropout.</summary>
    public ulong Seed { get; init; } = 42;
}
