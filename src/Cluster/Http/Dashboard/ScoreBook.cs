using Moe.Actors.Ports;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>Scores of a run: the newest of every task, and the means of the last evaluations.</summary>
internal sealed class ScoreBook(TaskCategories categories)
{
    private const int EvaluationsMost = 200;

    private readonly Dictionary<string, IReadOnlyDictionary<string, double>> newest = new(StringComparer.Ordinal);
    private readonly List<EvaluationMeans> evaluations = [];

    /// <summary>Takes in an evaluation; one that was done before, on the same rows after the same step, is replaced.</summary>
    public void Add(EvaluationRecord evaluation)
    {
        newest[evaluation.Rows] = evaluation.Scores;
        evaluations.RemoveAll(known => known.Rows == evaluation.Rows && known.Step >= evaluation.Step);
        evaluations.Add(new EvaluationMeans(
            evaluation.Step, evaluation.Rows, Finite(Scores.Mean(evaluation.Scores.Values)),
            evaluation.Scores.GroupBy(score => categories.Of(score.Key))
                .ToDictionary(group => group.Key, group => Finite(Scores.Mean(group.Select(score => score.Value))))));
        if (evaluations.Count > EvaluationsMost) evaluations.RemoveAt(0);
    }

    /// <summary>All of it; tasks in the ontology's order.</summary>
    public ScoreTables Read() => new(
        [.. evaluations],
        [.. categories.Ordered(newest.Values.SelectMany(scores => scores.Keys).Distinct()).Select(task => new TaskScores(
            task, categories.Of(task), newest.Where(rows => rows.Value.ContainsKey(task))
                .ToDictionary(rows => rows.Key, rows => Finite(rows.Value[task]))))]);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>Scores of a run.</summary>
/// <param name="Evaluations">Means of the last evaluations, oldest first.</param>
/// <param name="Tasks">The newest score of every task.</param>
internal sealed record ScoreTables(IReadOnlyList<EvaluationMeans> Evaluations, IReadOnlyList<TaskScores> Tasks);

/// <summary>Means of one evaluation; null where no score is a number.</summary>
/// <param name="Step">Steps the weights had seen.</param>
/// <param name="Rows">Which rows: dev or test.</param>
/// <param name="Mean">Of all tasks.</param>
/// <param name="Categories">Of the tasks of each category.</param>
internal sealed record EvaluationMeans(long Step, string Rows, double? Mean, IReadOnlyDictionary<string, double?> Categories);

/// <summary>The newest scores of a task, by rows: dev, test.</summary>
internal sealed record TaskScores(string Task, string Category, IReadOnlyDictionary<string, double?> Scores);
