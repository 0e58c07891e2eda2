using Moe.Model.Randomness;

namespace Moe.Model.Evaluation;

/// <summary>
/// The average relative gain of one method over another, both scored on the same tasks and samples (seeds), with a bootstrap
/// interval: tasks and samples are drawn with replacement, the same ones for both methods, so the interval holds for other tasks and
/// other samples of this kind. The gain itself is that of the scores' means over samples (paper notes 4.4).
/// </summary>
/// <param name="Gain">The gain with what it left out.</param>
/// <param name="Low">The 2.5th percentile of the resampled gains; NaN when there is none.</param>
/// <param name="High">The 97.5th.</param>
/// <param name="Tasks">Tasks that both methods have.</param>
/// <param name="Samples">Samples that both methods have.</param>
public sealed record GainInterval(AverageRelativeGain Gain, double Low, double High, int Tasks, int Samples)
{
    private const int Resamples = 10_000;
    private const double Tail = 0.025;

    /// <summary>
    /// Compares scores by task and sample; pairs that only one method has are left out, and so is a task whose mean baseline is nearer to
    /// 0 than <paramref name="leastBaseline"/>.
    /// </summary>
    public static GainInterval Of(
        IReadOnlyDictionary<(string Task, string Sample), double> scores,
        IReadOnlyDictionary<(string Task, string Sample), double> baseline, ulong seed, double leastBaseline = 0)
    {
        var pairs = scores.Keys.Where(baseline.ContainsKey).ToHashSet();
        var tasks = pairs.Select(pair => pair.Task).Distinct().Order(StringComparer.Ordinal).ToArray();
        var samples = pairs.Select(pair => pair.Sample).Distinct().Order(StringComparer.Ordinal).ToArray();
        var byTask = AverageRelativeGain.Of(ByTask(scores, pairs), ByTask(baseline, pairs), leastBaseline);
        string[] compared = leastBaseline > 0 ? [.. byTask.GainOfTask.Keys] : tasks;
        var stream = RandomStream.For(seed, 0, 0, "gain", "bootstrap");
        List<double> gains = [];
        for (var i = 0; i < Resamples && compared.Length > 0; i++)
        {
            var draw = stream.Sub((ulong)i);
            var drawnTasks = compared.Select((_, place) => compared[draw.Below(compared.Length, (ulong)place)]).ToArray();
            var drawnSamples = samples.Select((_, place) => samples[draw.Below(samples.Length, (ulong)(compared.Length + place))])
                .ToArray();
            var gain = Resampled(drawnTasks, drawnSamples, scores, baseline, pairs);
            if (!double.IsNaN(gain)) gains.Add(gain);
        }
        gains.Sort();
        return new GainInterval(byTask, Percentile(gains, Tail), Percentile(gains, 1 - Tail), tasks.Length, samples.Length);
    }

    // A task that is drawn twice counts twice, under two names.
    private static double Resampled(
        string[] tasks, string[] samples, IReadOnlyDictionary<(string Task, string Sample), double> scores,
        IReadOnlyDictionary<(string Task, string Sample), double> baseline, HashSet<(string Task, string Sample)> pairs)
    {
        Dictionary<string, double> Means(IReadOnlyDictionary<(string Task, string Sample), double> from) => tasks.Index().ToDictionary(
            task => $"{task.Index}",
            task => Mean(samples.Where(sample => pairs.Contains((task.Item, sample))).Select(sample => from[(task.Item, sample)])));
        return AverageRelativeGain.Of(Means(scores), Means(baseline)).Mean;
    }

    private static Dictionary<string, double> ByTask(
        IReadOnlyDictionary<(string Task, string Sample), double> scores, HashSet<(string Task, string Sample)> pairs) =>
        pairs.GroupBy(pair => pair.Task).ToDictionary(task => task.Key, task => Mean(task.Select(pair => scores[pair])));

    // A score that is not a number (a correlation of constants) makes its task's mean none, and the task is left out.
    private static double Mean(IEnumerable<double> scores) => scores.DefaultIfEmpty(double.NaN).Average();

    private static double Percentile(List<double> sorted, double share)
    {
        if (sorted.Count == 0) return double.NaN;
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
