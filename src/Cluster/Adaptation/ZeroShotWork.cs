using System.Globalization;
using System.Text;
using Moe.Actors.Coordinator;
using Moe.Actors.Lanes;
using Moe.Cluster.Hosting;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Evaluation;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Model.TaskEmbeddings;

namespace Moe.Cluster.Adaptation;

/// <summary>What a zero-shot evaluation is asked for.</summary>
/// <param name="Tasks">Names, or lists of the run's split.</param>
/// <param name="Route">Where routes come from.</param>
/// <param name="TaskVectors">Vectors of seen and unseen tasks; null: none.</param>
/// <param name="Rows">Test rows a task; 0: all.</param>
/// <param name="Prompts">A file of prompts in place of the run's; null: the run's.</param>
internal sealed record ZeroShotRequest(
    IReadOnlyList<string> Tasks, UnseenRouteKind Route, string? TaskVectors, int Rows, string? Prompts);

/// <summary>Scores unseen tasks of a run by their prompts and writes scores.csv and report.md.</summary>
internal sealed class ZeroShotWork(TrainedRun run, ZeroShotRequest request, TextWriter output)
{
    private sealed record Result(TaskDescription Task, IReadOnlyList<TemplateScore> Scores)
    {
        public bool IsRanked => Scores[0].Ranked is not null;

        /// <summary>The paper's way for a task with choices, the answer as written for another.</summary>
        public double Mean => Reports.Scores.Mean(IsRanked ? Ranked : Generated);

        public IEnumerable<double> Ranked => Scores.Select(score => score.Ranked ?? double.NaN);

        public IEnumerable<double> Generated => Scores.Select(score => score.Generated);
    }

    /// <summary>Scores and writes into a folder.</summary>
    public async Task WriteAsync(string folder)
    {
        var tasks = UnseenTasks.Named(run, request.Tasks);
        if (request.Route == UnseenRouteKind.Merged) await run.Lanes.Main.Run(LaneUrgency.Forward, run.MergeExperts);
        var settings = RunEvaluator.SettingsOf(run.Settings) with { Rows = request.Rows };
        if (request.Prompts is { } file) settings = settings with { Texts = TaskTexts.From(file) };
        ZeroShotEvaluation evaluation = new(run.Model, run.Data.Tokenizer, settings);
        var routes = await run.Lanes.Main.Run(LaneUrgency.Forward, () => Routes(tasks));
        var results = await Task.WhenAll(tasks.Select(task => run.Lanes.Main.Run(
            LaneUrgency.Forward, () => Score(evaluation, task, routes))));
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        TextFiles.Replace(Path.Combine(folder, RunFiles.Scores), SeededScores.Write(results.Select(Row)));
        TextFiles.Replace(Path.Combine(folder, RunFiles.Report), Report(results));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{folder}: mean test score {Scores.Mean(results.Select(result => result.Mean)):F4} over {results.Length} tasks; " +
            $"{RunFiles.Report}, {RunFiles.Scores}"));
    }

    private Dictionary<string, UnseenRoute> Routes(IReadOnlyList<string> tasks)
    {
        using var vectors = request.TaskVectors is { } given ? TaskVectorFiles.Load(given, false, TorchSharp.torch.CPU) : null;
        var unseen = run.Unseen();
        return tasks.ToDictionary(task => task, task => unseen.Of(request.Route, task, vectors));
    }

    private Result Score(ZeroShotEvaluation evaluation, string task, Dictionary<string, UnseenRoute> routes)
    {
        var gym = run.Data.Gym;
        Result result = new(gym.Task(task), evaluation.Score(
            gym.Task(task), gym.Read(gym.LargestSplit(task), SplitPart.Test), routes[task]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task}: {result.Mean:F4}"));
        return result;
    }

    private SeededScore Row(Result result) => new(
        result.Task.Name, result.Task.Category, result.Task.Metric, checked((int)run.Settings.Seed), result.Mean)
    {
        Details =
        [
            ("by", result.IsRanked ? "rank" : "generation"), ("templates", Csv.Number(result.Scores.Count)),
            ("rank_mean", Csv.Number(Scores.Mean(result.Ranked))), ("rank_median", Csv.Number(Median(result.Ranked))),
            ("generation_mean", Csv.Number(Scores.Mean(result.Generated))), ("generation_median", Csv.Number(Median(result.Generated))),
        ],
    };

    private string Report(IReadOnlyList<Result> results)
    {
        StringBuilder text = new();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# Zero-shot scores of {run.Folder}");
        Line($"");
        Line($"Route: {request.Route.ToString().ToLowerInvariant()}. Over {results.Count} tasks the mean test score is");
        Line($"**{Scores.Mean(results.Select(result => result.Mean)):F4}**: by rank among the choices where a task has them, else by");
        Line($"generation, each the mean over the task's templates.");
        Line($"");
        Line($"| task | category | metric | templates | rank, mean | rank, median | generation, mean | generation, median |");
        Line($"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var result in results)
        {
            double[] scores = [Scores.Mean(result.Ranked), Median(result.Ranked), Scores.Mean(result.Generated), Median(result.Generated)];
            var cells = string.Join(" | ", scores.Select(score =>
                double.IsNaN(score) ? "-" : score.ToString("F4", CultureInfo.InvariantCulture)));
            Line($"| {result.Task.Name} | {result.Task.Category} | {result.Task.Metric} | {result.Scores.Count} | {cells} |");
        }
        return text.ToString();
    }

    private static double Median(IEnumerable<double> scores)
    {
        double[] sorted = [.. scores.Where(score => !double.IsNaN(score)).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
