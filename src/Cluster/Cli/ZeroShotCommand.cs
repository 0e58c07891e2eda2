using System.CommandLine;
using Moe.Actors;
using Moe.Cluster.Adaptation;
using Moe.Cluster.Hosting;
using Moe.Curriculum.Adaptation;

namespace Moe.Cluster.Cli;

/// <summary>zero-shot.</summary>
internal static class ZeroShotCommand
{
    private static readonly Dictionary<string, UnseenRouteKind> Routes = new()
    {
        ["router"] = UnseenRouteKind.Router,
        ["average"] = UnseenRouteKind.Average,
        ["nearest"] = UnseenRouteKind.Nearest,
        ["squeezed"] = UnseenRouteKind.Squeezed,
        ["merged"] = UnseenRouteKind.Merged,
    };

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        var folder = RunOptions.Required<string>("--out", "DIR", "Where scores.csv and report.md are written.");
        Option<string[]> tasks = new("--tasks")
        {
            HelpName = "NAME",
            Description = "Tasks; train, dev and test stand for the lists of the run's split.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["test"],
        };
        var route = RunOptions.WithDefault(
            "--route", "KIND", "Where routes come from: router, average, nearest, squeezed or merged.", "average");
        route.AcceptOnlyFromAmong([.. Routes.Keys]);
        var vectors = RunOptions.Optional<string>(
            "--task-vectors", "DIR", "Vectors of seen and unseen tasks, for router, nearest and squeezed; `tasks embed` makes them.");
        var rows = RunOptions.WithDefault("--rows-per-task", "N", "Test rows a task; 0: all.", 0);
        rows.Validators.Add(result => RunOptions.RequireAtLeast(result, "--rows-per-task", 0));
        var prompts = RunOptions.Optional<string>("--prompts", "FILE", "Prompts in place of those the run was trained with.");
        var device = RunOptions.Device();
        Verb verb = new("zero-shot",
            "Scores tasks that a run has not seen, without any of their rows to learn from: they are asked for in words by every " +
            "template of the prompts, and answered by the most likely choice and by generation.",
            "./cluster zero-shot --run runs/prompted --out zero/average",
            "./cluster zero-shot --run runs/prompted --out zero/routed --route router --task-vectors vectors --tasks dev test")
        {
            run, folder, tasks, route, vectors, rows, prompts, device,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            using var trained = await TrainedRun.OpenAsync(
                parsed.GetRequiredValue(run), new NodeSettings { Device = parsed.GetRequiredValue(device) }, error.WriteLine);
            ZeroShotRequest request = new(
                parsed.GetRequiredValue(tasks), Routes[parsed.GetRequiredValue(route)], parsed.GetValue(vectors),
                parsed.GetRequiredValue(rows), parsed.GetValue(prompts));
            await new ZeroShotWork(trained, request, TextWriter.Synchronized(output)).WriteAsync(parsed.GetRequiredValue(folder));
            return ExitCode.Success;
        });
    }
}
