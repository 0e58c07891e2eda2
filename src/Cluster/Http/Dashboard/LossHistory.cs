namespace Moe.Cluster.Http.Dashboard;

/// <summary>
/// Loss over the steps of a run, by task, in a bounded number of points. A point stands for some steps that follow each other and
/// holds sums of loss and tokens, so its mean is exact up to the digits shown. When there are too many points, each two become one:
/// twice the steps a point, from then on. Of a step that is done again the first try stays in the mean where both fall into one
/// point; their numbers are equal unless somebody has steered the run.
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
        // The loss of a voided step may be no number, and would make none of the whole mean.
        foreach (var (task, (loss, tokens)) in byTask.Where(task => double.IsFinite(task.Value.Loss)))
            points[^1].Add(task, new Sum(loss, tokens));
        if (points.Count > pointsMost) Halve();
    }

    /// <summary>Loss per label token, overall and of groups of tasks.</summary>
    /// <param name="from">Points that end before this step are left out.</param>
    /// <param name="groupOf">The group of a task; null: in none.</param>
    public LossCurves Read(long from, Func<string, string?> groupOf)
    {
        var wanted = points.Where(point => point.First + StepsPerPoint > from).ToArray();
        var all = new Sum[wanted.Length];
        SortedDictionary<string, Sum[]> groups = new(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Length; i++)
        {
            foreach (var (task, sum) in wanted[i].ByTask)
            {
                all[i] = all[i].And(sum);
                if (groupOf(task) is not { } group) continue;
                if (!groups.TryGetValue(group, out var sums)) groups.Add(group, sums = new Sum[wanted.Length]);
                sums[i] = sums[i].And(sum);
            }
        }
        return new LossCurves(StepsPerPoint, [.. wanted.Select(point => point.First)], Means(all),
            groups.ToDictionary(group => group.Key, group => Means(group.Value)));
    }

    private static IReadOnlyList<double?> Means(Sum[] sums) => [.. sums.Select(sum => sum.Mean)];

    private void Halve()
    {
        StepsPerPoint *= 2;
        List<Point> merged = [];
        foreach (var point in points)
        {
            var first = point.First - (point.First % StepsPerPoint);
            if (merged.Count == 0 || merged[^1].First != first) merged.Add(new Point(first));
            foreach (var (task, sum) in point.ByTask) merged[^1].Add(task, sum);
        }
        points = merged;
    }

    private sealed record Point(long First)
    {
        public Dictionary<string, Sum> ByTask { get; } = new(StringComparer.Ordinal);

        public void Add(string task, Sum sum) => ByTask[task] = ByTask.GetValueOrDefault(task).And(sum);
    }

    private readonly record struct Sum(double Loss, long Tokens)
    {
        // Four digits are more than a line shows.
        public double? Mean => Tokens == 0 ? null : Math.Round(Loss / Tokens, 4);

        public Sum And(Sum other) => new(Loss + other.Loss, Tokens + other.Tokens);
    }
}
