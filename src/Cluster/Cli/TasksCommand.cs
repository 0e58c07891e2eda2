using System.CommandLine;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Representations;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Representations;

namespace Moe.Cluster.Cli;

/// <summary>tasks.</summary>
internal static class TasksCommand
{
    private static readonly Dictionary<string, RepresentationKind> Kinds = new()
    {
        ["random"] = RepresentationKind.Random,
        ["text"] = RepresentationKind.Text,
        ["tuned-mean"] = RepresentationKind.TunedMean,
        ["tuned-first"] = RepresentationKind.TunedFirst,
        ["fisher"] = RepresentationKind.Fisher,
    };

    /// <summary>The command.</summary>
    public static Verb Create() => new("tasks", "Works on the representations of tasks.") { Embed() };

    private static Verb Embed()
    {
        var run = RunOptions.Optional<string>("--run", "DIR", "A trained run whose model reads the tasks, all experts alike.");
        var configuration = RunOptions.Configuration();
        var settings = RunOptions.Settings();
        var folder = RunOptions.Required<string>("--out", "DIR", "Where id2task.json, task_vecs.npy and task_basis.npy are written.");
        var kind = RunOptions.WithDefault("--kind", "KIND",
            "random; text: mean encoder states; tuned-mean, tuned-first: the same after tuning on the task, of all tokens or the first; " +
            "fisher: Fisher information of adapters.", "fisher");
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var width = RunOptions.WithDefault("--width", "N", "Numbers of a vector: principal components of the seen tasks.", 64);
        width.Validators.Add(result => RunOptions.RequireAtLeast(result, "--width", 1));
        var projectWith = RunOptions.Optional<string>(
            "--project-with", "DIR", "A folder that this command wrote: its basis is used and its width kept, for tasks that came later.");
        var seed = RunOptions.WithDefault("--seed", "N", "Seed of the few-shot sample whose train rows are read.", FewShotSplit.Seeds[0]);
        var steps = RunOptions.WithDefault("--tuning-steps", "N", "Steps of the tuning, for tuned-mean, tuned-first and fisher.", 100);
        var rate = RunOptions.WithDefault("--tuning-rate", "RATE", "Peak learning rate of the tuning; relative where the run's are.", 1e-3);
        var adapter = RunOptions.WithDefault("--adapter-width", "N", "Width of the adapters, for fisher.", 8);
        var workers = RunOptions.WithDefault("--workers", "N", "Tasks at once, each on one thread; 0: one a core.", 0);
        Verb verb = new("embed",
            "Makes the vectors of all tasks of the run's split, seen and unseen. With --config in place of --run the model is what the " +
            "run file starts from, such as a Hugging Face folder.",
            "./cluster tasks embed --run runs/plain --kind fisher --width 32 --out vectors",
            "./cluster tasks embed --config examples/paper/bart-base.hocon --kind text --width 64 --out vectors",
            "./cluster tasks embed --run runs/plain --kind fisher --project-with vectors --out more-vectors")
        {
            run, configuration, settings, folder, kind, width, projectWith, seed, steps, rate, adapter, workers,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            NodeSettings node = new() { Lanes = parsed.GetRequiredValue(workers) };
            var target = parsed.GetRequiredValue(folder);
            using var common = parsed.GetValue(run) is { } trained
                ? await CommonModel.TrainedAsync(trained, node, error.WriteLine)
                : await CommonModel.InitialAsync(NodeConfiguration.Read(NodeConfiguration.DefaultsFile(), parsed.GetValue(configuration),
                    parsed.GetRequiredValue(settings), null).Run, node, target);
            var optimization = common.Settings.Optimization;
            RepresentationSettings representation = new()
            {
                Kind = Kinds[parsed.GetRequiredValue(kind)],
                AdapterWidth = parsed.GetRequiredValue(adapter),
                Rate = parsed.GetRequiredValue(rate),
                Tuning = TuningSettings.Of(optimization) with
                {
                    Steps = parsed.GetRequiredValue(steps),
                    WarmupSteps = parsed.GetRequiredValue(steps) / 10,
                },
            };
            await new TaskVectorWork(common, representation, parsed.GetRequiredValue(seed), TextWriter.Synchronized(output))
                .WriteAsync(target, parsed.GetRequiredValue(width), parsed.GetValue(projectWith));
            return ExitCode.Success;
        });
    }
}
