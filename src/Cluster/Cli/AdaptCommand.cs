using System.CommandLine;
using Moe.Actors;
using Moe.Cluster.Adaptation;
using Moe.Cluster.Hosting;

namespace Moe.Cluster.Cli;

/// <summary>adapt.</summary>
internal static class AdaptCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        var folder = RunOptions.Required<string>(
            "--out", "DIR", "The work folder, new or of the same settings: jobs that are done in it are not done again.");
        var configuration = RunOptions.Configuration();
        var settings = RunOptions.Settings();
        var workers = RunOptions.WithDefault("--workers", "N", "Jobs at once, each on one thread; 0: one a core.", 0);
        workers.Validators.Add(result => RunOptions.RequireAtLeast(result, "--workers", 0));
        var device = RunOptions.Device();
        Verb verb = new("adapt",
            "Tunes a trained run on a few rows of each unseen task, over a grid of learning rates and batch sizes, and scores test rows " +
            "with what the dev rows chose. Settings: training.adaptation in cluster.hocon. Start the same command again, on this " +
            "machine or others that share the folder, and it helps; start it after a stop, and it goes on.",
            "./cluster adapt --run runs/first --out adapt/average --set training.adaptation.route=average",
            "./cluster adapt --run runs/stage2 --out adapt/routed --config examples/paper/gym/adapt.hocon",
            "./cluster adapt --run runs/plain --out adapt/single --set training.adaptation.start=initial")
        {
            run, folder, configuration, settings, workers, device,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            var read = NodeConfiguration.Read(
                NodeConfiguration.DefaultsFile(), parsed.GetValue(configuration), parsed.GetRequiredValue(settings), null);
            using StopSignals signals = new(signal => error.WriteLine($"{signal}: giving back the jobs in work"));
            using var trained = await TrainedRun.OpenAsync(parsed.GetRequiredValue(run),
                new NodeSettings { Device = parsed.GetRequiredValue(device), Lanes = parsed.GetRequiredValue(workers) }, error.WriteLine);
            using AdaptationWork work = new(
                trained, read.Adaptation, parsed.GetRequiredValue(folder), TextWriter.Synchronized(output), TimeProvider.System);
            return await work.RunAsync(signals.Asked) ? ExitCode.Success : ExitCode.Interrupted;
        });
    }
}
