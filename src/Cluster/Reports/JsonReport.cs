using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moe.Cluster.Reports;

/// <summary>report.json: the report's numbers under names that scripts can rely on. NaN is null.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text.</summary>
    public static string Write(RunReport report)
    {
        var json = Summary(report.Overall);
        json["steps"] = report.Totals.Steps;
        json["voided_steps"] = report.Totals.Voided;
        json["seconds"] = Number(report.Totals.Seconds);
        json["tokens"] = report.Totals.Tokens;
        json["tokens_per_s"] = Number(report.Totals.TokensPerSecond);
        json["parameters"] = report.Parameters;
        json["run_hash"] = report.RunHash;
        json["by_category"] = new JsonObject(report.ByCategory.Select(entry =>
            KeyValuePair.Create<string, JsonNode?>(entry.Category, Summary(entry.Summary))));
        json["by_task"] = new JsonObject(report.Tasks.Select(task => KeyValuePair.Create<string, JsonNode?>(task.Task, Task(task))));
        return json.ToJsonString(Options) + "\n";
    }

    /// <summary>Reads back what a run's last line says: steps, speed and means over all tasks.</summary>
    public static (long Steps, double TokensPerSecond, ScoreSummary Overall) Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var root = document.RootElement;
        double Of(string name) => root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;
        return (root.GetProperty("steps").GetInt64(), Of("tokens_per_s"), new ScoreSummary(
            root.GetProperty("tasks").GetInt32(), Of("mean_dev_score"), Of("mean_test_score"), Of("mean_trivial_dev"),
            Of("mean_trivial_test"), Of("mean_better_trivial_dev"), Of("mean_better_trivial_test")));
    }

    private static JsonObject Summary(ScoreSummary summary) => new()
    {
        ["tasks"] = summary.Tasks,
        ["mean_dev_score"] = Number(summary.Dev),
        ["mean_test_score"] = Number(summary.Test),
        ["mean_trivial_dev"] = Number(summary.TrivialDev),
        ["mean_trivial_test"] = Number(summary.TrivialTest),
        ["mean_better_trivial_dev"] = Number(summary.BetterTrivialDev),
        ["mean_better_trivial_test"] = Number(summary.BetterTrivialTest),
    };

    private static JsonObject Task(TaskResult task) => new()
    {
        ["category"] = task.Category,
        ["metric"] = task.Metric,
        ["dev_score"] = Number(task.Dev.Score),
        ["test_score"] = Number(task.Test.Score),
        ["trivial_most_frequent_dev"] = Number(task.Dev.MostFrequent),
        ["trivial_copy_dev"] = Number(task.Dev.Copy),
        ["better_trivial_dev"] = Number(task.Dev.BetterTrivial),
        ["trivial_most_frequent_test"] = Number(task.Test.MostFrequent),
        ["trivial_copy_test"] = Number(task.Test.Copy),
        ["better_trivial_test"] = Number(task.Test.BetterTrivial),
    };

    private static JsonNode? Number(double value) => double.IsNaN(value) ? null : JsonValue.Create(Math.Round(value, 6));
}
