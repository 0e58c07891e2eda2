namespace Moe.Curriculum.Gym;

/// <summary>What is wrong with one line of a task file.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="What">What was found and what was expected.</param>
/// <param name="Mend">What to change.</param>
public sealed record RowProblem(string File, int Line, string What, string Mend)
{
    /// <summary>The whole finding in one line.</summary>
    public override string ToString() => $"{File}:{Line}: {What} {Mend}";
}
