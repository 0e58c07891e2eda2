using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Chaos;
using Moe.Cluster.Hosting;
using Moe.Cluster.LocalCluster;

namespace Moe.Cluster.Cli;

/// <summary>chaos.</summary>
internal static class ChaosCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var nodes = RunOptions.WithDefault("--nodes", "N", "Nodes of the cluster, at least 3: what is left must be most of them.", 4);
        nodes.Validators.Add(result => RunOptions.RequireAtLeast(result, "--nodes", 3));
        var killEvery = Duration("--kill-every", "Time from one kill to the next.", "60s");
        var lasting = Duration("--for", "How long nodes are killed; then the run goes on to its end undisturbed.", "10m");
        var configuration = RunOptions.Configuration();
        var settings = RunOptions.Settings();
        var steps = RunOptions.Steps();
        var seed = RunOptions.WithDefault("--seed", "N", "Decides which nodes are killed.", 1);
        var baseline = RunOptions.Optional<string>(
            "--baseline", "DIR", "An undisturbed run with the same settings. Left out: it is run first.");
        var run = RunOptions.Optional<string>("--run", "DIR", "A new folder for both runs. Left out: runs/chaos-DATE-TIME.");
        Verb verb = new("chaos",
            "Trains the same run twice on a local cluster, the second time with a random node killed every so often and started again " +
            "at once, and prints what that cost and whether the final weights are the same, bit by bit (exit code 1 if not).",
            "./cluster chaos --nodes 4 --kill-every 60s --for 10m",
            "./cluster chaos --nodes 3 --kill-every 15s --for 2m --config examples/quick.hocon --steps 400 --seed 7",
            "./cluster chaos --nodes 3 --kill-every 15s --for 2m --run runs/second --baseline runs/first/undisturbed")
        {
            nodes, killEvery, lasting, configuration, settings, steps, seed, baseline, run,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            ChaosSettings chaos = new(
                parsed.GetRequiredValue(nodes), Durations.Parse(parsed.GetRequiredValue(killEvery))!.Value,
                Durations.Parse(parsed.GetRequiredValue(lasting))!.Value, parsed.GetRequiredValue(seed));
            RunRequest request = new(
                parsed.GetValue(configuration), parsed.GetRequiredValue(settings), parsed.GetValue(run) ?? RunOptions.DatedFolder("chaos-"),
                parsed.GetValue(steps), Resume: false);
            ChildNodes? children = null;
            using StopSignals signals = new(
                signal => error.WriteLine($"{signal}: finishing the step and writing a checkpoint"), () => children?.Kill());
            var (same, end) = await new ChaosRun(chaos, request, parsed.GetValue(baseline), output, error, TimeProvider.System)
                .RunAsync(signals.Asked, started => children = started);
            if (same is { } answer) return answer ? ExitCode.Success : ExitCode.Negative;
            if (end.Outcome == LocalOutcome.Stopped) return ExitCode.Interrupted;
            error.WriteLine(end.Error ?? FailureReport.NoNodeLeft(request.RunFolder, chaos.Nodes));
            return end.Code == 0 ? ExitCode.Environment : (ExitCode)end.Code;
        });
    }

    private static Option<string> Duration(string name, string description, string ifLeftOut)
    {
        var option = RunOptions.WithDefault(name, "TIME", description, ifLeftOut);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Durations.Parse(text) is null)
                result.AddError($"{name} {text} is no time, expected a number with ms, s, m or h, for example 60s.");
        });
        return option;
    }
}
