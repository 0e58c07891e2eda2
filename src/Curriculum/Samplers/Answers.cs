using Moe.Curriculum.Batches;
using Moe.Model.Randomness;

namespace Moe.Curriculum.Samplers;

/// <summary>The choice among a row's accepted answers: uniform, anew each time (paper notes 3.3).</summary>
internal static class Answers
{
    public static ExampleReference Draw(TrainingData data, ulong seed, int task, int row, long drawnBefore)
    {
        var answers = data.Tasks[task].Answers[row].Length;
        var answer = answers == 1
            ? 0
            : RandomStream.For(seed, drawnBefore, task, "curriculum", "answer").Below(answers, 0);
        return new ExampleReference(task, row, answer);
    }
}
