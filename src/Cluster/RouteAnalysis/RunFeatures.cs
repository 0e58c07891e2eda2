using Moe.Analysis.Features;
using Moe.Analysis.Routes;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Cluster.RouteAnalysis;

/// <summary>The features of a run's tasks, measured on the rows that the run was trained on.</summary>
internal static class RunFeatures
{
    // Means over more rows say the same.
    private const int RowsMax = 300;

    /// <summary>Measures the tasks of a table.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="table">The routes whose tasks are measured, in its order.</param>
    /// <exception cref="DataException">The gym is missing, or is not the one that the run was trained on.</exception>
    public static TaskFeatures Of(string run, RouteTable table)
    {
        var settings = RunFolder.ReadSettings(run);
        var gym = TaskGym.Open(settings.Curriculum.GymFolder);
        var kept = Path.Combine(run, RunFiles.Gym);
        if (File.Exists(kept)) RunPreparation.RequireGym(GymContent.Of(gym, settings.Curriculum), gym.Folder, kept);
        return TaskFeatures.Of(
            [.. table.Tasks.Select(task => (task.Task, task.Category))],
            task => [.. TrainingData.Rows(gym, task, settings.Curriculum.Sample).Take(RowsMax)]);
    }
}
