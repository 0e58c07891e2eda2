using Moe.Cluster.Telemetry;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

public sealed class MetricNamesSpecs
{
    [Fact]
    public void Names_say_their_kind_and_are_unique()
    {
        Assert.Equal(MetricNames.All.Count, MetricNames.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(MetricNames.All, metric => Assert.StartsWith("moe_", metric.Name, StringComparison.Ordinal));
        Assert.All(MetricNames.All, metric => Assert.EndsWith(".", metric.Help, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_metric_of_the_file_is_in_its_list()
    {
        var written = typeof(MetricNames).GetFields().Select(field => field.GetValue(null)).OfType<MetricDefinition>();

        Assert.Equal(written, MetricNames.All);
    }

    [Fact]
    public void Every_label_says_how_many_values_it_can_have_and_none_is_left_over()
    {
        var used = MetricNames.All.SelectMany(metric => metric.Labels).ToHashSet();

        Assert.Equal(used.Order(StringComparer.Ordinal), MetricNames.Labels.Select(label => label.Name).Order(StringComparer.Ordinal));
        Assert.All(MetricNames.Labels, label => Assert.NotEmpty(label.Bound));
    }

    [Fact]
    public void The_page_of_the_documentation_is_made_from_them()
    {
        var written = File.ReadAllText(RepositoryFiles.At("docs", "metrics.md"));
        var expected = MetricsPage.Text();
        if (written == expected) return;
        var made = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName, "metrics.md");
        File.WriteAllText(made, expected);

        Assert.Fail($"docs/metrics.md differs from MetricNames. If the metrics are as they should be: cp {made} docs/metrics.md");
    }
}
