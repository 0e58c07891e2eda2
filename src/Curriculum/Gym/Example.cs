namespace Moe.Curriculum.Gym;

/// <summary>One row of a task file: an input and the answers that count as right, the preferred one first.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Input">Text the model reads, without the task name.</param>
/// <param name="Outputs">At least one answer, none of them empty.</param>
public sealed record Example(string Task, string Input, IReadOnlyList<string> Outputs)
{
    /// <summary>The preferred answer.</summary>
    public string Output => Outputs[0];
}
