using Moe.Curriculum.Batches;

namespace Moe.Curriculum.Samplers;

/// <summary>The samplers by kind.</summary>
public static class TaskSamplers
{
    /// <summary>The sampler a run's settings ask for.</summary>
    public static ITaskSampler Of(CurriculumSettings settings, TrainingData data, ulong seed) => settings.Sampler switch
    {
        SamplerKind.Proportional => new ProportionalSampler(data, seed),
        SamplerKind.Uniform => WeightedSampler.Uniform(data, seed),
        SamplerKind.Temperature => WeightedSampler.Temperature(data, seed, settings.SamplerTemperature),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Sampler, "Unknown sampler."),
    };
}
