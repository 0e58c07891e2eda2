namespace Moe.Curriculum.Samplers;

/// <summary>A sampler chosen while a run is trained, in place of the one in its settings.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Temperature">The temperature; null: the settings'.</param>
public sealed record SamplerChoice(SamplerKind Kind, double? Temperature)
{
    /// <summary>Settings with this sampler; null: as they are.</summary>
    public static CurriculumSettings Over(SamplerChoice? choice, CurriculumSettings settings) => choice is null
        ? settings
        : settings with { Sampler = choice.Kind, SamplerTemperature = choice.Temperature ?? settings.SamplerTemperature };
}
