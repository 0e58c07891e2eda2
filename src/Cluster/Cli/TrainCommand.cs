using System.CommandLine;
using System.Globalization;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.LocalCluster;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Cli;

/// <summary>train.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var configuration = RunOptions.Configuration();
        var settings = RunOptions.Settings();
        var run = RunOptions.Optional<string>(
            "--run", "DIR", "The run folder, new or empty unless --resume is given. Left out: runs/DATE-TIME.");
        var steps = RunOptions.Steps();
        Option<bool> resume = new("--resume")
        {
            Description = "Go on with the run in --run from its newest whole checkpoint, with its own settings.",
        };
        var nodes = RunOptions.Optional<int?>(
            "--nodes", "N", "Train with so many node processes on this machine, shown as one. Left out: in this process alone.");
        nodes.Validators.Add(result => RunOptions.RequireAtLeast(result, "--nodes", 1));
        Verb verb = new("train",
            "Trains a run on a gym, scores every task, and writes a report. SIGINT or SIGTERM finishes the step and writes a " +
            "checkpoint first.",
            "./cluster train",
            "./cluster train --run runs/first --steps 200",
            "./cluster train --run runs/first --resume",
            "./cluster train --nodes 3 --run runs/three",
            "./cluster train --config examples/plain-multi-task.hocon --set training.run.seed=7 --set training.node.http-port=0")
        {
            configuration, settings, run, steps, resume, nodes,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            Announce(error);
            RunRequest request = new(
                parsed.GetValue(configuration), parsed.GetRequiredValue(settings),
                parsed.GetValue(run) ?? RunOptions.DatedFolder(""), parsed.GetValue(steps), parsed.GetValue(resume));
            return parsed.GetValue(nodes) is { } count
                ? await TogetherAsync(request, count, output, error)
                : await AloneAsync(request, output, error);
        });
    }

    /// <summary>Says which libraries stand in for packages.</summary>
    public static void Announce(TextWriter error)
    {
        foreach (var text in StandIns.Announcements()) error.WriteLine($"stand-in: {text}");
    }

    private static async Task<ExitCode> AloneAsync(RunRequest request, TextWriter output, TextWriter error)
    {
        using StopSignals signals = new(signal => error.WriteLine($"{signal}: finishing the step and writing a checkpoint"));
        NodeSession session = new(request, place: null, output, error, TimeProvider.System);
        var (outcome, report) = await session.RunAsync(CancellationToken.None, signals.Asked);
        if (outcome is null || outcome.End == RunEnd.Failed)
        {
            return FailureReport.Write(
                outcome?.Failure ?? new InvalidOperationException("The run failed without saying why."), error);
        }
        if (report is null) return Stopped(request.RunFolder, outcome.Steps, "", output);
        return Done(request.RunFolder, report.Totals.Steps, report.Totals.TokensPerSecond, report.Overall, output);
    }

    private static async Task<ExitCode> TogetherAsync(RunRequest request, int nodes, TextWriter output, TextWriter error)
    {
        ChildNodes? children = null;
        using StopSignals signals = new(
            signal => error.WriteLine($"{signal}: finishing the step and writing a checkpoint"), () => children?.Kill());
        LocalTraining training = new(request, nodes, output, error, TimeProvider.System);
        var end = await training.RunAsync(signals.Asked, started => children = started);
        switch (end.Outcome)
        {
            case LocalOutcome.Stopped:
                return Stopped(request.RunFolder, end.Step, $" --nodes {nodes}", output);
            case LocalOutcome.Failed:
                error.WriteLine(end.Error ?? FailureReport.NoNodeLeft(request.RunFolder, nodes));
                return end.Code == 0 ? ExitCode.Environment : (ExitCode)end.Code;
            default:
                var report = JsonReport.Read(Path.Combine(request.RunFolder, RunFiles.ReportJson));
                return Done(request.RunFolder, report.Steps, report.TokensPerSecond, report.Overall, output);
        }
    }

    private static ExitCode Stopped(string folder, long steps, string more, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"stopped after step {steps}; go on with: {CommandLine.ProgramName} train --run {folder} --resume{more}"));
        return ExitCode.Interrupted;
    }

    private static ExitCode Done(string folder, long steps, double tokensPerSecond, ScoreSummary overall, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"done: {steps} steps, {tokensPerSecond:F0} tokens/s, mean dev score {overall.Dev:F3} " +
            $"({overall.Dev - overall.BetterTrivialDev:+0.000;-0.000} above the better trivial answer), test {overall.Test:F3}"));
        output.WriteLine($"report: {Path.Combine(folder, RunFiles.Report)}, scores: {Path.Combine(folder, RunFiles.Scores)}, " +
            $"routes: {Path.Combine(folder, RunFiles.RoutesPicture)}");
        return ExitCode.Success;
    }
}
