using Moe.Curriculum.Stages;
using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>From a stage's selection to the model's selections and constant tables.</summary>
public static class StageRoutes
{
    /// <summary>Routes that no router makes and that do not change; null when the stage's routes are made otherwise.</summary>
    public static RouteBatch? Constant(TrainingSettings settings, TrainingStage stage, int[] tasks)
    {
        var shape = settings.Model;
        return stage.Selection switch
        {
            StageSelection.Single => RouteBatch.Repeat(Route.OfExperts(new int[shape.Layers], shape.Experts), tasks),
            StageSelection.Average => ConstantRoutes.Average(shape.Layers, shape.Experts, tasks),
            StageSelection.TaskRandom => new TaskRandomRoutes(tasks.Max() + 1, shape.Layers, shape.Experts, stage.TaskRandomExperts,
                settings.Seed).Of(tasks),
            _ => null,
        };
    }

    /// <summary>The one path an instance-random model is evaluated with.</summary>
    public static RouteBatch RandomPath(TrainingSettings settings, int[] tasks) =>
        RouteBatch.Repeat(ConstantRoutes.RandomPath(settings.Model.Layers, settings.Model.Experts, settings.Seed), tasks);

    /// <summary>Whether a stage's routes come from the router.</summary>
    public static bool ReadsLogits(TrainingStage stage) =>
        stage.Selection is StageSelection.Softmax or StageSelection.GumbelSoftmax or StageSelection.GumbelSoftmaxStraightThrough;

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
