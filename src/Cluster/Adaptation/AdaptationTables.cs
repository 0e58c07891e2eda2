using System.Globalization;
using System.Text;
using Moe.Cluster.Hosting;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Curriculum.Adaptation;

namespace Moe.Cluster.Adaptation;

/// <summary>scores.csv and report.md of a grid: for each task and seed the job that its dev rows chose.</summary>
internal static class AdaptationTables
{
    /// <summary>Writes both files and says the mean.</summary>
    public static void Write(
        string folder, TrainedRun run, AdaptationSettings settings, IReadOnlyList<AdaptationScore> scores, TextWriter output)
    {
        var selected = AdaptationScore.Selected(scores);
        TaskCategories categories = new(run.Data.Gym);
        string Metric(string task) => run.Data.Gym.Task(task).Metric;
        TextFiles.Replace(Path.Combine(folder, RunFiles.Scores), SeededScores.Write(selected.Select(score => new SeededScore(
            score.Task, categories.Of(score.Task), Metric(score.Task), score.Seed, score.Test ?? double.NaN)
        {
            Details =
            [
                ("dev", Csv.Number(score.Dev ?? double.NaN)), ("rate", Csv.Number(score.Rate)),
                ("batch_rows", Csv.Number(score.BatchRows)), ("step", Csv.Number(score.Step)),
            ],
        })));
        var mean = Scores.Mean(selected.GroupBy(score => score.Task).Select(MeanTest));
        StringBuilder text = new();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"# Few-shot adaptation of {run.Folder}");
        Line($"");
        Line($"Route: {Described(settings)}. {settings.Steps} steps a job, {settings.Rates.Count} learning rates x");
        Line($"{settings.BatchRows.Count} batch sizes, chosen on dev rows for each of {settings.Seeds.Count} samples.");
        Line($"Over {selected.Select(score => score.Task).Distinct().Count()} tasks the mean test score is **{mean:F4}**.");
        Line($"");
        Line($"| task | category | metric | test, mean over seeds | deviation | dev |");
        Line($"| --- | --- | --- | ---: | ---: | ---: |");
        foreach (var task in selected.GroupBy(score => score.Task))
        {
            var (test, dev) = (MeanTest(task), Scores.Mean(task.Select(score => score.Dev ?? double.NaN)));
            var deviation = Math.Sqrt(Scores.Mean(task.Select(score => Math.Pow((score.Test ?? double.NaN) - test, 2))));
            Line($"| {task.Key} | {categories.Of(task.Key)} | {Metric(task.Key)} | {test:F4} | {deviation:F4} | {dev:F4} |");
        }
        TextFiles.Replace(Path.Combine(folder, RunFiles.Report), text.ToString());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{folder}: mean test score {mean:F4} over {selected.Count} tasks and seeds; {RunFiles.Report}, {RunFiles.Scores}"));
    }

    private static double MeanTest(IEnumerable<AdaptationScore> scores) => Scores.Mean(scores.Select(score => score.Test ?? double.NaN));

    private static string Described(AdaptationSettings settings) => settings.Start == StartingWeights.Initial
        ? "none, from the run's initial weights (single task)"
        : settings.Route.ToString().ToLowerInvariant();
}
