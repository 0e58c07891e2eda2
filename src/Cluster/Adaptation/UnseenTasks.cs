using Moe.Cluster.Hosting;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Cluster.Adaptation;

/// <summary>Which tasks are meant: names, or lists of the run's split.</summary>
internal static class UnseenTasks
{
    /// <summary>The tasks in order, each once.</summary>
    /// <exception cref="DataException">A task is not in the gym, or none is left.</exception>
    public static IReadOnlyList<string> Named(TrainedRun run, IEnumerable<string> names)
    {
        var (gym, split) = (run.Data.Gym, run.Data.Gym.Partition(run.Settings.Curriculum.Split));
        List<string> tasks = [];
        foreach (var name in names)
        {
            tasks.AddRange(name switch
            {
                "train" => split.Train,
                "dev" => split.Dev,
                "test" => split.Test,
                _ => [gym.Task(name).Name],
            });
        }
        return tasks.Count > 0 ? [.. tasks.Distinct(StringComparer.Ordinal)] : throw new DataException(
            $"The lists {string.Join(", ", names)} of the split {split.Name} in {gym.Folder} hold no task. Name tasks, or another list.");
    }
}
