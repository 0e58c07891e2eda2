using System.Globalization;
using System.Text;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Reports;

/// <summary>report.md: the headline numbers, a table by category, a table by task, and the pictures.</summary>
internal static class MarkdownReport
{
    /// <summary>The file's text.</summary>
    public static string Write(RunReport report)
    {
        var (overall, totals) = (report.Overall, report.Totals);
        StringBuilder text = new();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"# Report of {report.Run}");
        Line($"");
        Line($"Over {overall.Tasks} tasks the mean dev score is **{Score(overall.Dev)}** (test {Score(overall.Test)}). The better");
        Line($"of the two trivial answers, the commonest training answer or the input itself, has {Score(overall.BetterTrivialDev)}");
        Line($"(test {Score(overall.BetterTrivialTest)}): the run is **{Signed(overall.Dev - overall.BetterTrivialDev)}** above it on dev");
        Line($"rows and {Signed(overall.Test - overall.BetterTrivialTest)} on test rows.");
        Line($"");
        Line($"{totals.Steps:N0} steps ({totals.Voided} voided) in {Duration(totals.Seconds)}, {totals.Tokens:N0} tokens,");
        Line($"{totals.TokensPerSecond:N0} tokens/s, {report.Parameters:N0} parameters. Settings:");
        Line($"[{RunFiles.Settings}]({RunFiles.Settings}), hash `{report.RunHash}`.");
        Line($"");
        Line($"![loss over steps]({RunFiles.LossPicture})");
        Line($"");
        Line($"![routes by task]({RunFiles.RoutesPicture})");
        Line($"");
        Line($"## By category");
        Line($"");
        Line($"| category | tasks | dev | test | better trivial dev | above trivial |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (category, summary) in report.ByCategory)
        {
            text.Append(Row(
                category, $"{summary.Tasks}", Score(summary.Dev), Score(summary.Test), Score(summary.BetterTrivialDev),
                Signed(summary.Dev - summary.BetterTrivialDev)));
        }
        Line($"");
        Line($"## By task");
        Line($"");
        Line($"| task | category | metric | dev | test | most frequent dev | copy dev | above trivial |");
        Line($"| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var task in report.Tasks)
        {
            text.Append(Row(
                task.Task, task.Category, task.Metric, Score(task.Dev.Score), Score(task.Test.Score),
                Score(task.Dev.MostFrequent), Score(task.Dev.Copy), Signed(task.Dev.Score - task.Dev.BetterTrivial)));
        }
        return text.ToString();
    }

    private static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Score(double score) => double.IsNaN(score) ? "-" : score.ToString("F3", CultureInfo.InvariantCulture);

    private static string Signed(double difference) =>
        double.IsNaN(difference) ? "-" : difference.ToString("+0.000;-0.000", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s");
}
