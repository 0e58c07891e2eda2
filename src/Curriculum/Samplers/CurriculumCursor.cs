namespace Moe.Curriculum.Samplers;

/// <summary>
/// Where a run stands in its data: how many examples were drawn from the flat list, and from each task. Part of every
/// checkpoint; with the run's seed it decides all that is drawn later.
/// </summary>
public sealed record CurriculumCursor(long Drawn, long[] DrawnByTask)
{
    /// <summary>The start, for a number of tasks.</summary>
    public static CurriculumCursor Start(int tasks) => new(0, new long[tasks]);
}
