namespace Moe.Cluster.Http.Dashboard;

/// <summary>
/// Loss over the steps of a run, by task, in a bounded number of points. A point stands for some steps that follow each other and
/// holds sums of loss and tokens, so its mean is exact. When there are too many points, each two become one: twice the steps a point,
/// from then on. Of a step that is done again the first try stays in the mean where both fall into one point; their numbers are equal
/// unless somebody has steered the run.
/// </summary>
/// <param name="pointsMost">How many points, 2 or more.</param>
internal sealed class LossHistory(int pointsMost)
{
    private List<Point> points = [];

    /// <summary>Steps that a point stands for.</summary>
    public long StepsPerPoint { get; private set; } = 1;

    /// <summary>Takes in a step: sums of loss and label tokens of each task. Points after it are dropped: the run went back.</summary>
    public void Add(long step, IReadOnlyDictionary<string, (double Loss, int Tokens)> byTask)
    {
        var first = step - (step % StepsPerPoint);
        while (points.Count > 0 && points[^1].First > first) points.RemoveAt(points.Count - 1);
        if (points.Count == 0 || points[^1].First < first) points.Add(new Point(first));
        foreach (var (task, (loss, tokens)) in byTask) points[^1].Add(task, loss, tokens);
        if (points.Count > pointsMost) Halve();
    }

    /// <summary>Loss per label token, overall and of groups of tasks.</summary>
    /// <param name="from">Points that end before this step are left out.</param>
    /// <param name="groupOf">The group of a task; null: in none.</param>
    public LossCurves Read(long from, Func<string, string?> groupOf)
    {
        var wanted = points.Where(point => point.First + StepsPerPoint > from).ToArray();
        var groups = wanted.Select(point => point.ByTask.GroupBy(task => groupOf(task.Key)).Where(group => group.Key is not null)
            .ToDictionary(group => group.Key!, group => Mean(group.Select(task => task.Value)))).ToArray();
        return new LossCurves(
            StepsPerPoint,
            [.. wanted.Select(point => point.First)],
            [.. wanted.Select(point => Mean(point.ByTask.Values))],
            groups.SelectMany(point => point.Keys).Distinct().Order(StringComparer.Ordinal).ToDictionary(
                name => name, IReadOnlyList<double?> (name) => [.. groups.Select(point => point.GetValueOrDefault(name))]));
    }

    private static double? Mean(IEnumerable<(double Loss, long Tokens)> sums)
    {
        var (loss, tokens) = sums.Aggregate((Loss: 0.0, Tokens: 0L), (all, one) => (all.Loss + one.Loss, all.Tokens + one.Tokens));
        return tokens == 0 ? null : loss / tokens;
    }

    private void Halve()
    {
        StepsPerPoint *= 2;
        List<Point> merged = [];
        foreach (var point in points)
        {
            var first = point.First - (point.First % StepsPerPoint);
            if (merged.Count == 0 || merged[^1].First != first) merged.Add(new Point(first));
            foreach (var (task, (loss, tokens)) in point.ByTask) merged[^1].Add(task, loss, tokens);
        }
        points = merged;
    }

    private sealed record Point(long First)
    {
        public Dictionary<string, (double Loss, long Tokens)> ByTask { get; } = new(StringComparer.Ordinal);

        // The loss of a voided step may be no number, and would make one of the whole mean.
        public void Add(string task, double loss, long tokens)
        {
            if (!double.IsFinite(loss)) return;
            var before = ByTask.GetValueOrDefault(task);
            ByTask[task] = (before.Loss + loss, before.Tokens + tokens);
        }
    }
}
