using Moe.Curriculum.Stages;
using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>From a stage's selection to the model's selections and constant tables.</summary>
public static class StageRoutes
{
    /// <summary>Routes that no router makes and that do not change; null when the stage's routes are made otherwise.</summary>
    public static RouteBatch? Constant(TrainingSettings settings, TrainingStage stage, ExpertMask experts, int[] tasks) =>
        stage.Selection switch
        {
            StageSelection.Single => ConstantRoutes.First(experts, tasks),
            StageSelection.Average => ConstantRoutes.Average(experts, tasks),
            StageSelection.TaskRandom =>
                new TaskRandomRoutes(tasks.Max() + 1, experts, stage.TaskRandomExperts, settings.Seed).Of(tasks),
            _ => null,
        };

    /// <summary>Whether a stage's routes come from the router.</summary>
    public static bool ReadsLogits(TrainingStage stage) =>
        stage.Selection is StageSelection.Softmax or StageSelection.GumbelSoftmax or StageSelection.GumbelSoftmaxStraightThrough;

    /// <summary>Whether a layer's output is a mix of its experts', weighted by the routes; else one of them alone.</summary>
    public static bool Mixes(TrainingStage stage) =>
        stage.Computation == ComputationMode.Dense && stage.Selection != StageSelection.GumbelSoftmaxStraightThrough;

    /// <summary>How a stage's router logits become routes.</summary>
    public static SelectionSettings SettingsOf(TrainingStage stage) => new(
        stage.Selection switch
        {
            StageSelection.Softmax => SelectionMode.Softmax,
            StageSelection.GumbelSoftmax => SelectionMode.GumbelSoftmax,
            StageSelection.GumbelSoftmaxStraightThrough => SelectionMode.GumbelStraightThrough,
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage.Selection, "This selection reads no logits."),
        },
        stage.NoisePerTask, new Exploration(stage.Exploration));
}
