using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moe.Actors;
using Moe.Cluster.Hosting;

namespace Moe.Cluster.Cli;

/// <summary>node.</summary>
internal static class NodeCommand
{
    private const int DefaultPort = 4053;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.Required<string>(
            "--run", "DIR", "The run folder, which all nodes share; the first node makes it, or goes on with the run in it.");
        var configuration = RunOptions.Configuration();
        var settings = RunOptions.Settings();
        var steps = RunOptions.Steps();
        var roles = RunOptions.WithDefault(
            "--roles", "ROLE,...", "What the node does: expert (holds experts), router (takes micro-batches through them), coordinator.",
            string.Join(',', ClusterPlace.AllRoles));
        roles.Validators.Add(RequireRoles);
        var host = RunOptions.WithDefault("--host", "HOST", "Address or name that other nodes reach this one by.", "127.0.0.1");
        var port = RunOptions.WithDefault("--port", "PORT", "Port for messages; 0 takes any free one.", DefaultPort);
        var dataPort = RunOptions.WithDefault("--data-port", "PORT", "Port for tensors; 0 takes any free one.", 0);
        var seeds = Seeds();
        var nodesMin = RunOptions.WithDefault("--nodes-min", "N", "Nodes that must be there before the run begins.", 1);
        nodesMin.Validators.Add(result => RunOptions.RequireAtLeast(result, "--nodes-min", 1));
        Option<bool> withInput = new("--stop-with-input")
        {
            Description = "Stop the whole run when standard input ends: for a program that starts nodes and may itself end.",
        };
        Option<bool> stay = new("--stay")
        {
            Description = "Stay after the run's end, until SIGTERM or SIGINT: for supervisors that start again whatever ends.",
        };
        Verb verb = new("node",
            "Takes part in a run with other nodes. SIGTERM or SIGINT: the node is emptied between two steps, without loss, and ends; " +
            "a second one ends it at once.",
            "./cluster node --run runs/first --port 4053 --seed 127.0.0.1:4053 --seed 127.0.0.1:4054",
            "./cluster node --run runs/first --port 4054 --seed 127.0.0.1:4053 --seed 127.0.0.1:4054",
            "./cluster node --run /shared/run --host $(hostname) --roles expert,router --seed first:4053 --seed second:4053")
        {
            run, configuration, settings, steps, roles, host, port, dataPort, seeds, nodesMin, withInput, stay,
        };
        return verb.Does(parsed =>
        {
            TrainCommand.Announce(parsed.InvocationConfiguration.Error);
            // The folder's own settings count where no run file is given: a node that joins needs none.
            RunRequest request = new(
                parsed.GetValue(configuration), parsed.GetRequiredValue(settings), parsed.GetRequiredValue(run), parsed.GetValue(steps),
                Resume: true);
            ClusterPlace place = new(
                parsed.GetRequiredValue(host), parsed.GetRequiredValue(port), parsed.GetRequiredValue(dataPort),
                parsed.GetRequiredValue(seeds), parsed.GetRequiredValue(roles).Split(',', StringSplitOptions.TrimEntries),
                parsed.GetRequiredValue(nodesMin), parsed.GetValue(stay));
            return RunAsync(
                request, place, parsed.GetValue(withInput), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
    }

    private static async Task<ExitCode> RunAsync(
        RunRequest request, ClusterPlace place, bool withInput, TextWriter output, TextWriter error)
    {
        using StopSignals signals = new(signal => error.WriteLine($"{signal}: leaving the run between two steps"));
        using CancellationTokenSource inputEnded = new();
        if (withInput) _ = CancelAtEndAsync(Console.OpenStandardInput(), inputEnded);
        var (outcome, report) = await new NodeSession(request, place, output, error, TimeProvider.System)
            .RunAsync(signals.Asked, inputEnded.Token);
        if (outcome is null)
        {
            output.WriteLine("released: the run goes on without this node");
            return ExitCode.Success;
        }
        if (outcome.End == RunEnd.Failed)
        {
            return FailureReport.Write(
                outcome.Failure ?? new InvalidOperationException("The run failed without saying why."), error);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(outcome.End == RunEnd.Finished ? "finished" : "stopped")} after step {outcome.Steps}" +
            $"{(report is null ? "" : $", mean dev score {report.Overall.Dev:F3}")}"));
        return ExitCode.Success;
    }

    // Nobody waits for it: the read ends with the process.
    private static async Task CancelAtEndAsync(Stream input, CancellationTokenSource ended)
    {
        var unread = new byte[256];
        while (await input.ReadAsync(unread) > 0) { }
        await ended.CancelAsync();
    }

    private static Option<string[]> Seeds()
    {
        Option<string[]> seeds = new("--seed")
        {
            HelpName = "HOST:PORT",
            Description = "A node to join through, equal on all nodes and in the same order; can be given again. The first of them may " +
                "start the cluster. Left out: this node is a cluster of its own.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
        };
        seeds.Validators.Add(result =>
        {
            foreach (var seed in result.Tokens.Select(token => token.Value))
            {
                var parts = seed.Split(':');
                if (parts.Length != 2 || parts[0].Length == 0 || !ushort.TryParse(parts[1], CultureInfo.InvariantCulture, out _))
                    result.AddError($"--seed {seed} is no HOST:PORT, for example 127.0.0.1:4053.");
            }
        });
        return seeds;
    }

    private static void RequireRoles(OptionResult result)
    {
        foreach (var role in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!ClusterPlace.AllRoles.Contains(role))
                result.AddError($"--roles has '{role}', expected some of {string.Join(", ", ClusterPlace.AllRoles)}, with commas between.");
        }
    }
}
