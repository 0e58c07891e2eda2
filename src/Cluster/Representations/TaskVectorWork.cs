using Moe.Actors.Coordinator;
using Moe.Actors.Lanes;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Representations;
using Moe.Model.TaskEmbeddings;

namespace Moe.Cluster.Representations;

/// <summary>
/// Makes the vectors of all tasks of a run's split, seen and unseen, from one few-shot sample each. Components are fitted on the
/// seen tasks alone; unseen ones are projected, as a task that comes later would be.
/// </summary>
internal sealed class TaskVectorWork(CommonModel common, RepresentationSettings settings, int seed, TextWriter output)
{
    private int finished;

    /// <summary>Writes id2task.json, task_vecs.npy and, but for random vectors, the basis.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="width">Numbers of a vector.</param>
    /// <param name="projectWith">A folder whose basis is used in place of a new one; null: none.</param>
    public async Task WriteAsync(string folder, int width, string? projectWith)
    {
        var split = common.Data.Gym.Partition(common.Settings.Curriculum.Split);
        string[] tasks = [.. split.All.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (settings.Kind != RepresentationKind.Random && projectWith is null)
            PrincipalComponents.RequireWidth(width, split.Train.Count);
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        if (settings.Kind == RepresentationKind.Random)
        {
            using var random = TaskEmbeddingTable.Random(tasks, width, false, TorchSharp.torch.CPU, (ulong)seed);
            TaskVectorFiles.Save(random, folder);
            return;
        }
        var basis = projectWith is null ? null : PrincipalComponents.Load(projectWith);
        TaskRepresentation representation = new(
            common.Model, common.Route, common.Data.Tokenizer, RunEvaluator.SettingsOf(common.Settings), settings);
        var raw = await Task.WhenAll(tasks.Select(task => common.Lanes.Run(
            LaneUrgency.Forward, () => Raw(representation, task, tasks.Length))));
        basis ??= PrincipalComponents.Fit(
            [.. tasks.Zip(raw).Where(task => split.Train.Contains(task.First)).Select(task => task.Second)], width);
        using var table = TaskEmbeddingTable.Of(tasks, [.. raw.SelectMany(basis.Project)], false, TorchSharp.torch.CPU);
        TaskVectorFiles.Save(table, folder);
        basis.Save(folder);
        output.WriteLine($"{folder}: vectors of {tasks.Length} tasks, {basis.Width} wide, and {PrincipalComponents.FileName}");
    }

    private float[] Raw(TaskRepresentation representation, string task, int tasks)
    {
        var vector = representation.Of(FewShotRows.Read(common.Data.Gym, task, seed, 0));
        output.WriteLine($"{Interlocked.Increment(ref finished)}/{tasks} {task}");
        return vector;
    }
}
