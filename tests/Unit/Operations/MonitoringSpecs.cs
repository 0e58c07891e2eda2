using System.Text.RegularExpressions;
using Moe.Cluster.Telemetry;
using Xunit;

namespace Moe.Unit.Specs.Operations;

/// <summary>What operators are given fits what the program says: rules, their tests, the runbook and dashboards.</summary>
public sealed partial class MonitoringSpecs
{
    private static readonly string[] HistogramParts = ["_bucket", "_sum", "_count"];

    private static readonly string Recording = Read("ops", "prometheus", "recording.rules.yml");
    private static readonly string Alerts = Read("ops", "prometheus", "alerts.rules.yml");

    private static string[] AlertNames => [.. AlertName().Matches(Alerts).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_metric_that_rules_and_dashboards_name_exists()
    {
        var known = MetricNames.All.SelectMany(metric => metric.Buckets is null
            ? [metric.Name]
            : HistogramParts.Select(part => metric.Name + part)).ToHashSet();
        var recorded = RecordName().Matches(Recording).Select(match => match.Groups[1].Value).ToHashSet();
        var asked = Dashboards.Queries().Append(("recording.rules.yml", Recording)).Append(("alerts.rules.yml", Alerts))
            .SelectMany(text => OurName().Matches(text.Item2).Select(match => (Where: text.Item1, Name: match.Value)));

        Assert.DoesNotContain(asked, one => !known.Contains(one.Name) && !recorded.Contains(one.Name));
    }

    [Fact]
    public void Every_recorded_series_is_used()
    {
        var uses = Alerts + string.Concat(Dashboards.Queries().Select(query => query.Query));

        Assert.DoesNotContain(RecordName().Matches(Recording).Select(match => match.Groups[1].Value), name =>
            !uses.Contains(name, StringComparison.Ordinal)
            && Regex.Count(Recording, Regex.Escape(name) + @"\b") < 2);
    }

    [Fact]
    public void Every_alert_has_a_unit_test_a_section_in_the_runbook_and_says_how_urgent_it_is()
    {
        var tests = string.Concat(Directory.GetFiles(RepositoryFiles.At("ops", "prometheus", "tests")).Select(File.ReadAllText));
        var runbook = Read("docs", "operating.md");

        Assert.NotEmpty(AlertNames);
        Assert.All(AlertNames, name =>
        {
            Assert.Contains($"alertname: {name}\n", tests, StringComparison.Ordinal);
            Assert.Contains($"\n### {name}\n", runbook, StringComparison.Ordinal);
            var rule = Alerts[Alerts.IndexOf($"alert: {name}\n", StringComparison.Ordinal)..].Split("- alert:", 2)[0];
            Assert.Matches(@"severity: (page|ticket)\n", rule);
            Assert.Contains($"runbook: docs/operating.md#{name.ToLowerInvariant()}\n", rule, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Dashboards_ask_a_question_a_row_and_name_their_variables()
    {
        Assert.All(Dashboards.All(), dashboard =>
        {
            var panels = dashboard.Root.GetProperty("panels").EnumerateArray().ToArray();
            Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.Equal("row", panels[0].GetProperty("type").GetString());
            Assert.All(panels.Where(panel => panel.GetProperty("type").GetString() == "row"),
                row => Assert.EndsWith("?", row.GetProperty("title").GetString(), StringComparison.Ordinal));
            Assert.All(panels, panel => Assert.True(panel.GetProperty("gridPos").GetProperty("x").GetInt32()
                + panel.GetProperty("gridPos").GetProperty("w").GetInt32() <= 24));
        });
        Assert.All(Dashboards.Queries(), query => Assert.Contains("job=\"$job\"", query.Query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Promtool_finds_configuration_and_rules_right_and_their_tests_pass()
    {
        var promtool = InstalledProgram.Find("promtool");
        Assert.SkipWhen(promtool is null, "there is no promtool; Debian's package prometheus has it");

        var configuration = await InstalledProgram.RunAsync(
            promtool!, "check", "config", RepositoryFiles.At("ops", "prometheus", "prometheus.yml"));
        var tests = await InstalledProgram.RunAsync(
            promtool!, ["test", "rules", .. Directory.GetFiles(RepositoryFiles.At("ops", "prometheus", "tests"))]);

        Assert.True(configuration.Code == 0, configuration.Output + configuration.Error);
        Assert.True(tests.Code == 0, tests.Output + tests.Error);
    }

    private static string Read(params string[] file) => File.ReadAllText(RepositoryFiles.At(file));

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"- record: ([\w:]+)")]
    private static partial Regex RecordName();

    [GeneratedRegex(@"\b(?:[a-z_]+:)?moe_\w+(?::\w+)?")]
    private static partial Regex OurName();
}
