namespace Moe.Curriculum;

/// <summary>Which task is trained on how often.</summary>
public enum SamplerKind
{
    /// <summary>By number of rows: one shuffled flat list, as the paper's loader (paper notes 3.3).</summary>
    Proportional,

    /// <summary>Every task alike.</summary>
    Uniform,

    /// <summary>By rows to the power 1/T.</summary>
    Temperature,
}

/// <summary>What a step's examples are drawn from and how they are cut and grouped.</summary>
public sealed record CurriculumSettings
{
    /// <summary>The gym's folder.</summary>
    public required string GymFolder { get; init; }

    /// <summary>Name of the split under splits/ whose train tasks are learned.</summary>
    public required string Split { get; init; }

    /// <summary>Which files of a task: "full_13", or "16_42" for a few-shot sample, or "all" for every seed (the paper's).</summary>
    public string Sample { get; init; } = "full_13";

    /// <summary>A JSON file of prompts that rows are asked by; null: inputs begin with the task's name.</summary>
    public string? Prompts { get; init; }

    /// <summary>How tasks are chosen.</summary>
    public SamplerKind Sampler { get; init; } = SamplerKind.Proportional;

    /// <summary>T of the temperature sampler.</summary>
    public double SamplerTemperature { get; init; } = 2.0;

    /// <summary>Examples of one micro-batch.</summary>
    public int MicroBatchRows { get; init; } = 16;

    /// <summary>Micro-batches of one step: gradient accumulation.</summary>
    public int MicroBatches { get; init; } = 2;

    /// <summary>Inputs are cut to so many tokens, specials included.</summary>
    public int MaxInputTokens { get; init; } = 512;

    /// <summary>Outputs are cut to so many tokens, specials included.</summary>
    public int MaxOutputTokens { get; init; } = 64;

    /// <summary>Whether rows are drawn ahead and put together by route and length before they are cut into micro-batches.</summary>
    public bool GroupRows { get; init; } = true;

    /// <summary>Micro-batches drawn ahead at once when rows are grouped.</summary>
    public int MicroBatchesDrawnAhead { get; init; } = 16;
}
