using System.Globalization;
using Moe.Analysis.Plots;
using Moe.Analysis.Statistics;
using Moe.Model.Evaluation;

namespace Moe.Cluster.Reports;

/// <summary>
/// What `gain` prints: the gain of every task with its mean over trainings and samples, and, of several trainings, the gain and the
/// difference of each with Student's interval over them.
/// </summary>
internal static class GainTables
{
    private const ulong Seed = 42;
    private const string NoRatio = "no task has a baseline that a ratio can be taken of";

    /// <summary>Prints the tables of two methods.</summary>
    /// <param name="scores">A method's scores, a list a training.</param>
    /// <param name="baselines">The other's, in the same order.</param>
    /// <param name="leastBaseline">Tasks whose baseline is nearer to 0 have no gain.</param>
    /// <param name="output">Where they go.</param>
    public static void Print(
        IReadOnlyList<IReadOnlyList<SeededScore>> scores, IReadOnlyList<IReadOnlyList<SeededScore>> baselines, double leastBaseline,
        TextWriter output)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        var pairs = Pairs(scores, baselines);
        var gain = GainOf(Means(pairs), leastBaseline);
        ByTask(gain, pairs, Line);
        if (scores.Count > 1)
            ByTraining(pairs, gain.LeftOut, Line);
        else
        {
            var interval = GainInterval.Of(
                BySample(pairs, pair => pair.Method), BySample(pairs, pair => pair.Against), Seed, leastBaseline);
            if (interval.Gain.GainOfTask.Count == 0)
            {
                Line($"no average relative gain: {NoRatio}");
                return;
            }
            Line($"average relative gain {Percent(interval.Gain.Mean)},");
            Line($"95 % interval {Percent(interval.Low)} to {Percent(interval.High)},");
            Line($"over {interval.Gain.GainOfTask.Count} of {interval.Tasks} tasks and {interval.Samples} samples (bootstrap)");
        }
    }

    /// <summary>The picture of both methods' mean scores of every task that both have.</summary>
    public static Svg Picture(
        IReadOnlyList<IReadOnlyList<SeededScore>> scores, IReadOnlyList<IReadOnlyList<SeededScore>> baselines, string method,
        string against) =>
        new PairedDotChart([.. Means(Pairs(scores, baselines)).Select(task => (task.Task, task.Method, task.Against))])
        {
            Title = $"{method} against {against}",
            XLabel = "test score",
            FirstName = method,
            SecondName = against,
        }.Draw();

    private static void ByTask(AverageRelativeGain gain, IReadOnlyList<Pair> pairs, Action<FormattableString> line)
    {
        var means = Means(pairs).ToDictionary(mean => mean.Task);
        line($"| task | method | against | relative gain |");
        line($"| --- | ---: | ---: | ---: |");
        foreach (var (task, relative) in gain.GainOfTask)
            line($"| {task} | {means[task].Method:F4} | {means[task].Against:F4} | {Percent(relative)} |");
        foreach (var task in gain.LeftOut)
            line($"| {task} | {means[task].Method:F4} | {means[task].Against:F4} | left out |");
        line($"");
    }

    // The samples of one training share its luck, and the same samples serve every training: only trainings are independent.
    private static void ByTraining(IReadOnlyList<Pair> pairs, IReadOnlyList<string> leftOut, Action<FormattableString> line)
    {
        Pair[][] trainings =
            [.. pairs.GroupBy(pair => pair.Training).OrderBy(training => training.Key).Select(training => Means([.. training]))];
        // A mean over other tasks is no repetition: what one training has no number or no ratio for, none counts.
        var common = Means(pairs).Select(mean => mean.Task).Where(task => trainings.All(means => means.Any(mean =>
            mean.Task == task && double.IsFinite(mean.Method) && double.IsFinite(mean.Against)))).ToHashSet();
        trainings = [.. trainings.Select(means => means.Where(mean => common.Contains(mean.Task)).ToArray())];
        var compared = common.Except(leftOut).Except(trainings.SelectMany(means => GainOf(means).LeftOut)).ToHashSet();
        if (common.Count == 0)
        {
            line($"no task has a number in every training of both");
            return;
        }
        line($"| training | method | against | difference | relative gain |");
        line($"| --- | ---: | ---: | ---: | ---: |");
        List<(double Difference, double Gain)> all = [];
        foreach (var (index, means) in trainings.Index())
        {
            var (method, against) = (means.Average(mean => mean.Method), means.Average(mean => mean.Against));
            all.Add((method - against, GainOf([.. means.Where(mean => compared.Contains(mean.Task))]).Mean));
            line($"| {index + 1} | {method:F4} | {against:F4} | {all[^1].Difference:+0.0000;-0.0000} | {Percent(all[^1].Gain)} |");
        }
        var difference = MeanInterval.Of([.. all.Select(one => one.Difference)]);
        var gain = MeanInterval.Of([.. all.Select(one => one.Gain)]);
        line($"");
        line($"over {trainings.Length} trainings: difference of the mean scores {difference.Mean:+0.0000;-0.0000}, 95 % interval");
        var range = FormattableString.Invariant($"{difference.Low:+0.0000;-0.0000} to {difference.High:+0.0000;-0.0000}");
        if (compared.Count == 0)
        {
            line($"{range}; no average relative gain: {NoRatio}");
            return;
        }
        line($"{range}; average relative gain {Percent(gain.Mean)},");
        line($"95 % interval {Percent(gain.Low)} to {Percent(gain.High)}, over {compared.Count} of {Means(pairs).Length} tasks (Student)");
    }

    private static AverageRelativeGain GainOf(IReadOnlyList<Pair> means, double leastBaseline = 0) => AverageRelativeGain.Of(
        means.ToDictionary(mean => mean.Task, mean => mean.Method), means.ToDictionary(mean => mean.Task, mean => mean.Against),
        leastBaseline);

    private static Dictionary<(string Task, string Sample), double> BySample(IReadOnlyList<Pair> pairs, Func<Pair, double> score) =>
        pairs.ToDictionary(pair => (pair.Task, $"{pair.Seed}"), score);

    // What only one method has is left out.
    private static Pair[] Pairs(
        IReadOnlyList<IReadOnlyList<SeededScore>> scores, IReadOnlyList<IReadOnlyList<SeededScore>> baselines) =>
    [
        .. scores.Zip(baselines).Index().SelectMany(training => training.Item.First.Join(
            training.Item.Second, score => (score.Task, score.Seed), other => (other.Task, other.Seed),
            (score, other) => new Pair(training.Index, score.Task, score.Seed, score.Test, other.Test))),
    ];

    private static Pair[] Means(IReadOnlyList<Pair> pairs) =>
    [
        .. pairs.GroupBy(pair => pair.Task).Select(task =>
            new Pair(0, task.Key, 0, task.Average(pair => pair.Method), task.Average(pair => pair.Against))),
    ];

    private static string Percent(double share) => double.IsNaN(share)
        ? "none"
        : (share * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>Both methods' scores of a task with one sample in one training of each.</summary>
    private sealed record Pair(int Training, string Task, int Seed, double Method, double Against);
}
