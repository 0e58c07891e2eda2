using System.CommandLine;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Model.Import;

namespace Moe.Cluster.Cli;

/// <summary>export.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        var task = RunOptions.Required<string>("--task", "NAME", "The task whose path is written.");
        var folder = RunOptions.Required<string>("--out", "DIR", "The folder to write.");
        Verb verb = new("export",
            "Writes one task's path through the experts, the largest of each layer, as a plain Hugging Face BART folder with its " +
            "tokenizer.",
            "./cluster export --run runs/first --task airport_country --out airport-country")
        {
            run, task, folder,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            var runFolder = parsed.GetRequiredValue(run);
            using var trained = await TrainedRun.OpenAsync(runFolder, new NodeSettings(), error.WriteLine);
            var route = trained.RouteOf(parsed.GetRequiredValue(task));
            var target = parsed.GetRequiredValue(folder);
            var written = BartExport.Write(target, trained.Model, route, Path.Combine(runFolder, RunFiles.Tokenizer));
            output.WriteLine($"{target}: path {string.Join(" ", route.Picks())}, {written.ByteCount} bytes of weights");
            return ExitCode.Success;
        });
    }
}
