using System.CommandLine;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Model.Import;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;

namespace Moe.Cluster.Cli;

/// <summary>export.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        var task = RunOptions.Optional<string>("--task", "NAME", "The task whose path is written; with --out.");
        var folder = RunOptions.Optional<string>("--out", "DIR", "The model folder to write.");
        var vectors = RunOptions.Optional<string>("--task-vectors", "DIR",
            "A folder to write what the run learned of its routes to: id2task.json, task_vecs.npy and router.safetensors. Another " +
            "run starts from it with training.run.router.task-embedding-folder and network-file.");
        Verb verb = new("export",
            "Writes one task's path through the experts, the largest of each layer, as a plain Hugging Face BART or T5 folder with its " +
            "tokenizer; or the task vectors and the router network.",
            "./cluster export --run runs/first --task airport_country --out airport-country",
            "./cluster export --run runs/stage1 --task-vectors stage1-routes")
        {
            run, task, folder, vectors,
        };
        verb.Validators.Add(result =>
        {
            var (named, written) = (result.GetValue(task) is not null, result.GetValue(folder) is not null);
            if (named != written) result.AddError("--task and --out belong together: give both.");
            else if (!named && result.GetValue(vectors) is null) result.AddError("Give --task and --out, or --task-vectors, or all.");
        });
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            var runFolder = parsed.GetRequiredValue(run);
            using var trained = await TrainedRun.OpenAsync(runFolder, new NodeSettings(), error.WriteLine);
            if (parsed.GetValue(task) is { } name && parsed.GetValue(folder) is { } target)
            {
                var route = trained.RouteOf(name);
                var written = HuggingFaceExport.Write(target, trained.Model, route, Path.Combine(runFolder, RunFiles.Tokenizer));
                output.WriteLine($"{target}: path {string.Join(" ", route.Picks())}, {written.ByteCount} bytes of weights");
            }
            if (parsed.GetValue(vectors) is { } routes) WriteVectors(trained.Router, routes, output);
            return ExitCode.Success;
        });
    }

    private static void WriteVectors(TaskRouter router, string folder, TextWriter output)
    {
        TaskVectorFiles.Save(router.Tasks, folder);
        _ = RouterFile.Write(Path.Combine(folder, RouterFile.Name), router.Parameters);
        output.WriteLine(
            $"{folder}: vectors of {router.Tasks.Names.Count} tasks, {router.Tasks.Width} wide, and {RouterFile.Name}");
    }
}
