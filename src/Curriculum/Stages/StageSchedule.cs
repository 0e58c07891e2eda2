using Moe.Model.Routing;

namespace Moe.Curriculum.Stages;

/// <summary>Which stage a step belongs to, and what follows from that.</summary>
public sealed class StageSchedule(IReadOnlyList<TrainingStage> stages)
{
    /// <summary>Steps of all stages.</summary>
    public int TotalSteps { get; } = stages.Sum(stage => stage.Steps);

    /// <summary>The stage of a step and the step's number within it; past the end, the end of the last stage.</summary>
    public (TrainingStage Stage, int StepOfStage) At(long step)
    {
        foreach (var stage in stages)
        {
            if (step < stage.Steps) return (stage, (int)step);
            step -= stage.Steps;
        }
        return (stages[^1], stages[^1].Steps);
    }

    /// <summary>The selection temperature at a step.</summary>
    public double Temperature(long step)
    {
        var (stage, within) = At(step);
        return new TemperatureSchedule(stage.InitialTemperature, stage.AnnealRate, stage.MinimumTemperature).At(within);
    }
}
