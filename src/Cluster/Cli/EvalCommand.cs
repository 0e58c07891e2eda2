using System.CommandLine;
using System.Globalization;
using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Cluster.Hosting;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Curriculum.Gym;

namespace Moe.Cluster.Cli;

/// <summary>eval.</summary>
internal static class EvalCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        var rows = RunOptions.WithDefault("--rows", "dev|test", "Which rows of each task are scored.", SplitPart.Dev.FileWord());
        rows.AcceptOnlyFromAmong(SplitPart.Dev.FileWord(), SplitPart.Test.FileWord());
        var limit = RunOptions.Optional<int?>("--rows-per-task", "N", "Rows a task; 0: all. Left out: the run's own setting.");
        var beams = RunOptions.Optional<int?>("--beams", "N", "Beams of the search. Left out: the run's own setting.");
        var device = RunOptions.Device();
        Verb verb = new("eval",
            "Scores every task of a trained run with its newest checkpoint and prints a table. The run folder is not changed.",
            "./cluster eval --run runs/first",
            "./cluster eval --run runs/first --rows test --rows-per-task 0 --beams 4")
        {
            run, rows, limit, beams, device,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            using var trained = await TrainedRun.OpenAsync(
                parsed.GetRequiredValue(run), new NodeSettings { Device = parsed.GetRequiredValue(device) }, error.WriteLine,
                settings => settings with
                {
                    Evaluation = settings.Evaluation with
                    {
                        RowsPerTask = parsed.GetValue(limit) ?? settings.Evaluation.RowsPerTask,
                        Beams = parsed.GetValue(beams) ?? settings.Evaluation.Beams,
                    },
                });
            var part = parsed.GetRequiredValue(rows) == SplitPart.Dev.FileWord() ? SplitPart.Dev : SplitPart.Test;
            Print(await trained.ScoreAsync(part), new TaskCategories(trained.Data.Gym), output);
            return ExitCode.Success;
        });
    }

    private static void Print(EvaluationRecord record, TaskCategories categories, TextWriter output)
    {
        var width = record.Scores.Keys.Max(task => task.Length);
        foreach (var task in categories.Ordered(record.Scores.Keys))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{task.PadRight(width)}  {record.Scores[task],7:F3}  {categories.Of(task)}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"mean {record.Rows} score over {record.Scores.Count} tasks at step {record.Step}: " +
            $"{Scores.Mean(record.Scores.Values):F4} ({record.Seconds:F0} s)"));
    }
}
