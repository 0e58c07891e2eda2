using Moe.Curriculum.Gym;

namespace Moe.Curriculum.Batches;

/// <summary>The rows of one task as token ids, specials included: an input and its accepted answers each.</summary>
public sealed record TokenizedTask(TaskDescription Task, IReadOnlyList<int[]> Inputs, IReadOnlyList<int[][]> Answers)
{
    /// <summary>Rows of the task.</summary>
    public int Count => Inputs.Count;
}
