using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;

namespace Moe.Unit.Specs.Curriculum;

/// <summary>Tasks of given sizes whose every row has some accepted answers.</summary>
internal static class SmallData
{
    public static TrainingData Of(int answers, int[] rows) => new([.. rows.Select((count, task) => new TokenizedTask(
        new TaskDescription($"task{task}", "category", "sub", "EM", false),
        [.. Enumerable.Range(0, count).Select(row => new[] { 0, 4 + row, 2 })],
        [.. Enumerable.Range(0, count).Select(_ => AnswersOf(answers))]))]);

    private static int[][] AnswersOf(int answers) =>
        [.. Enumerable.Range(0, answers).Select(answer => new[] { 0, 4 + answer, 2 })];
}
