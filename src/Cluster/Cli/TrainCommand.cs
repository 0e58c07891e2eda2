using System.CommandLine;
using System.Globalization;
using Moe.Actors;
using Moe.Cluster.Hosting;
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
        var steps = RunOptions.Optional<int?>(
            "--steps", "N", "Length of the run; stages and warm-up keep their proportions.");
        steps.Validators.Add(result =>
        {
            // Text that is no number has its own error already.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number < 1)
                result.AddError("--steps must be at least 1.");
        });
        Option<bool> resume = new("--resume")
        {
            Description = "Go on with the run in --run from its newest whole checkpoint, with its own settings.",
        };
        Verb verb = new("train",
            "Trains a run on a gym, scores every task, and writes a report. SIGINT or SIGTERM finishes the step and writes a " +
            "checkpoint first.",
            "./cluster train",
            "./cluster train --run runs/first --steps 200",
            "./cluster train --run runs/first --resume",
            "./cluster train --config examples/plain-multi-task.hocon --set training.run.seed=7 --set training.node.http-port=0")
        {
            configuration, settings, run, steps, resume,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            Announce(error);
            TrainingRequest request = new(
                parsed.GetValue(configuration), parsed.GetRequiredValue(settings),
                parsed.GetValue(run) ?? DatedFolder(TimeProvider.System), parsed.GetValue(steps), parsed.GetValue(resume));
            var (outcome, report) = await new TrainingSession(request, output, error, TimeProvider.System).RunAsync();
            return Conclude(request.RunFolder, outcome, report, output, error);
        });
    }

    /// <summary>Says which libraries stand in for packages.</summary>
    public static void Announce(TextWriter error)
    {
        foreach (var text in StandIns.Announcements()) error.WriteLine($"stand-in: {text}");
    }

    private static string DatedFolder(TimeProvider time) =>
        Path.Combine("runs", time.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture));

    private static ExitCode Conclude(
        string folder, RunOutcome outcome, RunReport? report, TextWriter output, TextWriter error)
    {
        if (outcome.End == RunEnd.Failed)
        {
            return FailureReport.Write(
                outcome.Failure ?? new InvalidOperationException("The run failed without saying why."), error);
        }
        if (report is null)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"stopped after step {outcome.Steps}; go on with: {CommandLine.ProgramName} train --run {folder} --resume"));
            return ExitCode.Interrupted;
        }
        var overall = report.Overall;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"done: {report.Totals.Steps} steps, {report.Totals.TokensPerSecond:F0} tokens/s, mean dev score {overall.Dev:F3} " +
            $"({overall.Dev - overall.BetterTrivialDev:+0.000;-0.000} above the better trivial answer), test {overall.Test:F3}"));
        output.WriteLine($"report: {Path.Combine(folder, RunFiles.Report)}, scores: {Path.Combine(folder, RunFiles.Scores)}, " +
            $"routes: {Path.Combine(folder, RunFiles.RoutesPicture)}");
        return ExitCode.Success;
    }
}
