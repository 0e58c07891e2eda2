using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Curriculum.Batches;

/// <summary>Which drawings of a task a run reads.</summary>
public static class RunSplits
{
    /// <summary>The drawings that are trained on: of one sample, or every few-shot one for "all".</summary>
    /// <exception cref="DataException">The task has no such sample; the message names those it has.</exception>
    public static IReadOnlyList<FewShotSplit> Trained(TaskGym gym, string task, string sample)
    {
        var splits = gym.Splits(task).Where(split => sample == "all"
            ? !split.IsFull
            : split.Prefix == $"{task}_{sample}" || split.Prefix.EndsWith("_" + sample, StringComparison.Ordinal)).ToArray();
        if (splits.Length == 0)
        {
            throw new DataException(
                $"Task '{task}' of gym {gym.Folder} has no sample '{sample}'; it has "
                + $"{string.Join(", ", gym.Splits(task).Select(split => split.Prefix))}. "
                + "Set training.run.curriculum.sample to one of them (SHOTS_SEED), or to all.");
        }
        return splits;
    }

    /// <summary>The drawing whose dev or test rows are scored: the run's sample if the gym has it, else the largest.</summary>
    public static FewShotSplit Scored(TaskGym gym, string task, string sample) =>
        gym.Splits(task).FirstOrDefault(split => split.Prefix == $"{task}_{sample}") ?? gym.LargestSplit(task);
}
