using Moe.Cluster.Settings;
using Moe.Curriculum.Stages;
using Moe.Model.Routing;

namespace Moe.Cluster.Hosting;

/// <summary>One element of the list training.run.stages.</summary>
internal static class StageSettings
{
    private static readonly Number NotNegative = new(0);

    /// <summary>A stage with neither name nor length.</summary>
    public static TrainingStage Start { get; } = new() { Name = "", Steps = 0 };

    /// <summary>The keys.</summary>
    public static SettingsSection<TrainingStage> Section { get; } = new SettingsSection<TrainingStage>()
        .Value("name", new Text("a name"), s => s.Name, (s, v) => s with { Name = v }, required: true)
        .Value("steps", new WholeNumber(1), s => s.Steps, (s, v) => s with { Steps = v }, required: true)
        .Value("computation", new Choice<ComputationMode>(), s => s.Computation, (s, v) => s with { Computation = v })
        .Value("selection", new Choice<StageSelection>(), s => s.Selection, (s, v) => s with { Selection = v })
        .Value("initial-temperature", NotNegative,
            s => s.InitialTemperature, (s, v) => s with { InitialTemperature = v })
        .Value("minimum-temperature", NotNegative,
            s => s.MinimumTemperature, (s, v) => s with { MinimumTemperature = v })
        .Value("anneal-rate", NotNegative, s => s.AnnealRate, (s, v) => s with { AnnealRate = v })
        .Value("noise", new Switch(), s => s.Noise, (s, v) => s with { Noise = v })
        .Value("noise-per-task", new Switch(), s => s.NoisePerTask, (s, v) => s with { NoisePerTask = v })
        .Value("exploration", new Number(0, maximum: 1), s => s.Exploration, (s, v) => s with { Exploration = v })
        .Value("task-random-experts", new WholeNumber(1, 1024),
            s => s.TaskRandomExperts, (s, v) => s with { TaskRandomExperts = v })
        .Value("grow-with-noise", new OptionalNumber(0), s => s.GrowWithNoise, (s, v) => s with { GrowWithNoise = v })
        .Value("routes-from-rows", new WholeNumber(0), s => s.RoutesFromRows, (s, v) => s with { RoutesFromRows = v })
        .Value("rate-scale", NotNegative, s => s.RateScale, (s, v) => s with { RateScale = v })
        .Value("train-router", new Switch(), s => s.TrainRouter, (s, v) => s with { TrainRouter = v })
        .Value("train-task-embeddings", new Switch(),
            s => s.TrainTaskEmbeddings, (s, v) => s with { TrainTaskEmbeddings = v });
}
