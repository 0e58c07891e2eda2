using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Curriculum.Adaptation;

/// <summary>One few-shot sample of a task: rows to learn from, rows to choose by, and the test rows that all samples share.</summary>
public sealed record FewShotRows(
    TaskDescription Task, IReadOnlyList<Example> Train, IReadOnlyList<Example> Dev, IReadOnlyList<Example> Test)
{
    /// <summary>Reads the few-shot sample of a seed.</summary>
    /// <param name="gym">The gym.</param>
    /// <param name="task">The task.</param>
    /// <param name="seed">Seed of the drawing.</param>
    /// <param name="testRows">Test rows taken at most; 0: all.</param>
    /// <exception cref="DataException">The gym has no such task, or no few-shot sample of the seed.</exception>
    public static FewShotRows Read(TaskGym gym, string task, int seed, int testRows)
    {
        var drawn = gym.Splits(task).FirstOrDefault(split => !split.IsFull && split.Seed == seed) ?? throw new DataException(
            $"Task '{task}' of gym {gym.Folder} has no few-shot sample of seed {seed}; it has "
            + $"{string.Join(", ", gym.Splits(task).Select(split => split.Prefix))}. Set training.adaptation.seeds to seeds it has.");
        var test = gym.Read(drawn, SplitPart.Test);
        return new FewShotRows(gym.Task(task), gym.Read(drawn, SplitPart.Train), gym.Read(drawn, SplitPart.Dev),
            testRows > 0 ? [.. test.Take(testRows)] : test);
    }
}
