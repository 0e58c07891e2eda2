using Moe.Actors.Ports;
using Moe.Analysis.Plots;
using Moe.Analysis.Routes;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Curriculum.Gym;

namespace Moe.Cluster.Reports;

/// <summary>Writes everything a finished run leaves for people: scores, routes, pictures and the report.</summary>
internal static class ReportWriter
{
    private const int PointsMax = 200;

    /// <summary>Writes the files into the run folder.</summary>
    /// <param name="folder">The run folder, with its metrics.csv.</param>
    /// <param name="hash">The run's hash.</param>
    /// <param name="trained">The run at its end.</param>
    /// <param name="dev">Scores on dev rows.</param>
    /// <param name="test">Scores on test rows.</param>
    public static RunReport Write(string folder, string hash, TrainedRun trained, EvaluationRecord dev, EvaluationRecord test)
    {
        TaskCategories categories = new(trained.Data.Gym);
        var tasks = categories.Ordered(dev.Scores.Keys).ToList();
        RunReport report = new(
            Path.GetFileName(Path.GetFullPath(folder)), hash, trained.ParameterCount,
            RunTotals.Read(Path.Combine(folder, RunFiles.Metrics)),
            [.. tasks.Select(task => Result(trained, task, dev, test))], categories.Names);
        TextFiles.Replace(Path.Combine(folder, RunFiles.Scores), ScoresCsv.Write(report.Tasks));
        var routes = RouteTables.Of(dev.Step, dev.Routes, trained.Settings.Model, categories);
        StringWriter csv = new();
        RouteCsv.Write(csv, routes);
        TextFiles.Replace(Path.Combine(folder, RunFiles.Routes), csv.ToString());
        TextFiles.Replace(
            Path.Combine(folder, RunFiles.RoutesPicture), RouteHeatMap.Of(routes, $"Routes of {report.Run}").Draw().ToString());
        TextFiles.Replace(Path.Combine(folder, RunFiles.LossPicture), LossChart(report).Draw().ToString());
        TextFiles.Replace(Path.Combine(folder, RunFiles.ReportJson), JsonReport.Write(report));
        TextFiles.Replace(Path.Combine(folder, RunFiles.Report), MarkdownReport.Write(report));
        return report;
    }

    private static TaskResult Result(TrainedRun trained, string task, EvaluationRecord dev, EvaluationRecord test)
    {
        var description = trained.Data.Gym.Task(task);
        ScoreBesideTrivial Beside(EvaluationRecord record, SplitPart part)
        {
            var (mostFrequent, copy) = TrivialScores.Of(trained.Data.Gym, task, trained.Settings, part);
            return new ScoreBesideTrivial(record.Scores[task], mostFrequent, copy);
        }
        return new TaskResult(
            task, description.Category, description.Metric, Beside(dev, SplitPart.Dev), Beside(test, SplitPart.Test));
    }

    private static LineChart LossChart(RunReport report) =>
        new([.. report.Totals.Losses(PointsMax).Select(line => new LineSeries(line.Name, line.Points))])
        {
            Title = $"Loss of {report.Run}",
            XLabel = "step",
            YLabel = "loss per label token",
        };
}
