using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Model.Evaluation;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>gain.</summary>
internal static class GainCommand
{
    private const ulong Seed = 42;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var of = Folders("--of", "Folders that `adapt` or `zero-shot` wrote for the method, one or several with seeds of their own.");
        var against = Folders("--against", "The same for the method it is compared with.");
        Verb verb = new("gain",
            "Prints the average relative gain of one method's test scores over another's, with a 95 % bootstrap interval over tasks and " +
            "seeds, and the gain of every task. A task whose baseline is 0 has no ratio: it is left out and named.",
            "./cluster gain --of adapt/routed --against adapt/plain",
            "./cluster gain --of zero/routed-1 --of zero/routed-2 --against zero/plain-1 --against zero/plain-2")
        {
            of, against,
        };
        return verb.Does(parsed =>
        {
            var (method, baseline) = (parsed.GetRequiredValue(of), parsed.GetRequiredValue(against));
            var (scores, others) = (Read(method), Read(baseline));
            var interval = GainInterval.Of(scores, others, Seed);
            Print(interval, scores, others, parsed.InvocationConfiguration.Output);
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

    private static Dictionary<(string Task, int Seed), double> Read(IReadOnlyList<string> folders)
    {
        Dictionary<(string, int), double> scores = [];
        foreach (var folder in folders)
        {
            foreach (var score in SeededScores.Read(folder))
            {
                if (scores.TryAdd((score.Task, score.Seed), score.Test)) continue;
                throw new DataException(
                    $"{Path.Combine(folder, RunFiles.Scores)} has a score of {score.Task} with seed {score.Seed}, which another folder of the " +
                    "same option has too. Name folders of different seeds.");
            }
        }
        return scores;
    }

    private static void Print(
        GainInterval interval, Dictionary<(string Task, int Seed), double> scores,
        Dictionary<(string Task, int Seed), double> baseline, TextWriter output)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        double MeanOf(Dictionary<(string Task, int Seed), double> from, string task) =>
            Scores.Mean(from.Where(pair => pair.Key.Task == task).Select(pair => pair.Value));
        var gain = interval.Gain;
        Line($"| task | method | against | relative gain |");
        Line($"| --- | ---: | ---: | ---: |");
        foreach (var (task, relative) in gain.GainOfTask)
            Line($"| {task} | {MeanOf(scores, task):F4} | {MeanOf(baseline, task):F4} | {relative * 100:+0.0;-0.0} % |");
        foreach (var task in gain.LeftOut)
            Line($"| {task} | {MeanOf(scores, task):F4} | {MeanOf(baseline, task):F4} | left out |");
        Line($"");
        Line($"average relative gain {gain.Mean * 100:+0.00;-0.00} %, 95 % interval {interval.Low * 100:+0.00;-0.00} % to");
        Line($"{interval.High * 100:+0.00;-0.00} %, over {gain.GainOfTask.Count} of {interval.Tasks} tasks and {interval.Seeds} seeds");
    }
}
