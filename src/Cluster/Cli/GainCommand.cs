using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Reports;
using Moe.Model.Evaluation;

namespace Moe.Cluster.Cli;

/// <summary>gain.</summary>
internal static class GainCommand
{
    private const ulong Seed = 42;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var of = Folders("--of", "Folders that `adapt` or `zero-shot` wrote for the method, one for each training of it.");
        var against = Folders("--against", "The same for the method it is compared with, in the same order.");
        Verb verb = new("gain",
            "Prints the average relative gain of one method's test scores over another's, with a 95 % bootstrap interval over tasks and " +
            "samples, and the gain of every task. A task whose baseline is 0 has no ratio: it is left out and named.",
            "./cluster gain --of adapt/routed --against adapt/plain",
            "./cluster gain --of zero/routed-1 --of zero/routed-2 --against zero/plain-1 --against zero/plain-2")
        {
            of, against,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(of)?.Length != result.GetValue(against)?.Length)
                result.AddError("--of and --against need as many folders as each other, paired in order.");
        });
        return verb.Does(parsed =>
        {
            var (scores, baseline) = (Read(parsed.GetRequiredValue(of)), Read(parsed.GetRequiredValue(against)));
            Print(GainInterval.Of(scores, baseline, Seed), scores, baseline, parsed.InvocationConfiguration.Output);
            return ExitCode.Success;
        });
    }

    private static Option<string[]> Folders(string name, string description) => new(name)
    {
        HelpName = "DIR",
        Description = description,
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    // The n-th folder of one option stands beside the n-th of the other, so the same seed of two folders is two samples.
    private static Dictionary<(string Task, string Sample), double> Read(IReadOnlyList<string> folders) =>
        folders.Index().SelectMany(folder => SeededScores.Read(folder.Item).Select(score => (folder.Index, Score: score)))
            .ToDictionary(entry => (entry.Score.Task, $"{entry.Index}/{entry.Score.Seed}"), entry => entry.Score.Test);

    private static string Percent(double share) => (share * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " %";

    private static void Print(
        GainInterval interval, Dictionary<(string Task, string Sample), double> scores,
        Dictionary<(string Task, string Sample), double> baseline, TextWriter output)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        double MeanOf(Dictionary<(string Task, string Sample), double> from, string task) =>
            Scores.Mean(from.Where(pair => pair.Key.Task == task).Select(pair => pair.Value));
        var gain = interval.Gain;
        Line($"| task | method | against | relative gain |");
        Line($"| --- | ---: | ---: | ---: |");
        foreach (var (task, relative) in gain.GainOfTask)
            Line($"| {task} | {MeanOf(scores, task):F4} | {MeanOf(baseline, task):F4} | {Percent(relative)} |");
        foreach (var task in gain.LeftOut)
            Line($"| {task} | {MeanOf(scores, task):F4} | {MeanOf(baseline, task):F4} | left out |");
        Line($"");
        Line($"average relative gain {Percent(gain.Mean)}, 95 % interval {Percent(interval.Low)} to {Percent(interval.High)},");
        Line($"over {gain.GainOfTask.Count} of {interval.Tasks} tasks and {interval.Samples} samples");
    }
}
