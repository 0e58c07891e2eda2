namespace Moe.Model.Evaluation;

/// <summary>
/// ARG, the paper's summary over tasks: the mean of (score - baseline) / |baseline| over the tasks both methods have.
/// </summary>
/// <remarks>
/// Two cases the paper's code leaves open. A baseline of 0: the gain is 0 when the score is 0 too, otherwise no
/// ratio exists and the task is left out. A negative baseline (correlations): the distance is divided by its size, so
/// that better stays positive. A task whose score is NaN on either side is left out, as in the paper's code. Near 0 a
/// ratio exists and says little: one right answer in a thousand that becomes three is a gain of 200 %. So the tasks
/// whose baseline is smaller than a number can be left out too (decision 12).
/// </remarks>
/// <param name="Mean">The ARG, 0.05 for five per cent; NaN when no task is left.</param>
/// <param name="GainOfTask">The gain of each task in the mean.</param>
/// <param name="LeftOut">Tasks of both methods that have no gain, in order of name.</param>
public sealed record AverageRelativeGain(
    double Mean, IReadOnlyDictionary<string, double> GainOfTask, IReadOnlyList<string> LeftOut)
{
    /// <summary>The gain of <paramref name="scores"/> over <paramref name="baseline"/>, both by task.</summary>
    /// <param name="scores">The method's scores.</param>
    /// <param name="baseline">The scores it is compared with.</param>
    /// <param name="leastBaseline">Tasks whose baseline is nearer to 0 are left out; 0 leaves none out for that.</param>
    public static AverageRelativeGain Of(
        IReadOnlyDictionary<string, double> scores, IReadOnlyDictionary<string, double> baseline, double leastBaseline = 0)
    {
        SortedDictionary<string, double> gains = new(StringComparer.Ordinal);
        List<string> leftOut = [];
        foreach (var task in scores.Keys.Where(baseline.ContainsKey).Order(StringComparer.Ordinal))
        {
            var gain = Gain(scores[task], baseline[task]);
            if (double.IsFinite(gain) && Math.Abs(baseline[task]) >= leastBaseline)
                gains.Add(task, gain);
            else
                leftOut.Add(task);
        }
        var mean = gains.Count == 0 ? double.NaN : gains.Values.Average();
        return new AverageRelativeGain(mean, gains, leftOut);
    }

    private static double Gain(double score, double baseline) =>
        score == baseline ? 0 : (score - baseline) / Math.Abs(baseline);
}
