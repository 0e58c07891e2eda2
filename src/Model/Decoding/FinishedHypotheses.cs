namespace Moe.Model.Decoding;

/// <summary>
/// The best finished hypotheses of one row, at most as many as beams. A hypothesis scores its sum of log-probabilities
/// divided by length^penalty, its length without the end id.
/// </summary>
internal sealed class FinishedHypotheses(GenerationSettings settings)
{
    private readonly List<(double Score, int[] Ids)> kept = [];

    /// <summary>Whether nothing that still runs can change the answer.</summary>
    public bool IsDone { get; private set; }

    public void Add(IReadOnlyList<int> ids, double sum)
    {
        var score = sum / Math.Pow(ids.Count, settings.LengthPenalty);
        if (kept.Count >= settings.Beams && score <= Worst()) return;
        kept.Add((score, [.. ids]));
        if (kept.Count > settings.Beams) kept.RemoveAt(kept.FindIndex(one => one.Score == Worst()));
    }

    /// <summary>
    /// Looks whether the row is done: enough are finished, and the worst of them is no worse than the best running sum
    /// would be at the present length.
    /// </summary>
    public void Check(double bestRunningSum, int length)
    {
        if (kept.Count < settings.Beams) return;
        IsDone |= settings.EarlyStopping || Worst() >= bestRunningSum / Math.Pow(length, settings.LengthPenalty);
    }

    /// <summary>The best one; the latest of equals.</summary>
    public int[] Best()
    {
        var best = kept[0];
        foreach (var one in kept)
        {
            if (one.Score >= best.Score) best = one;
        }
        return best.Ids;
    }

    private double Worst() => kept.Min(one => one.Score);
}
