namespace Moe.Curriculum.Batches;

/// <summary>One drawn example: a task by its place in the run's list, a row of it, and which of its answers.</summary>
public readonly record struct ExampleReference(int Task, int Row, int Answer);
