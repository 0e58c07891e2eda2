using System.Globalization;
using Xunit;

namespace Prometheus.Specs;

/// <summary>The page, letter by letter.</summary>
public sealed class TextFormatSpecs
{
    [Fact]
    public async Task Writes_help_type_and_a_line_for_each_child_in_the_order_they_were_made()
    {
        var page = new Page();
        Counter steps = page.Factory.CreateCounter("steps_total", "Steps that were committed.", "task", "node");
        steps.WithLabels("b", "n1").Inc(3);
        steps.WithLabels("a", "n2").Inc(0.5);
        page.Factory.CreateGauge("loss", "Loss of the last step.").Set(-1.25);
        Assert.Equal(
            """
            # HELP steps_total Steps that were committed.
            # TYPE steps_total counter
            steps_total{task="b",node="n1"} 3
            steps_total{task="a",node="n2"} 0.5
            # HELP loss Loss of the last step.
            # TYPE loss gauge
            loss -1.25

            """,
            await page.TextAsync());
    }

    [Fact]
    public async Task Writes_a_histogram_as_sum_count_and_cumulative_buckets_up_to_infinity()
    {
        var page = new Page();
        Histogram seconds = page.Factory.CreateHistogram(
            "step_seconds", "Time of a step.", ["node"], new HistogramConfiguration { Buckets = [0.1, 1, 2.5] });
        seconds.WithLabels("n1").Observe(0.1);
        seconds.WithLabels("n1").Observe(0.5, 2);
        seconds.WithLabels("n1").Observe(100);
        seconds.WithLabels("n1").Observe(double.NaN);
        Assert.Equal(
            """
            # HELP step_seconds Time of a step.
            # TYPE step_seconds histogram
            step_seconds_sum{node="n1"} 101.1
            step_seconds_count{node="n1"} 4
            step_seconds_bucket{node="n1",le="0.1"} 1
            step_seconds_bucket{node="n1",le="1"} 3
            step_seconds_bucket{node="n1",le="2.5"} 3
            step_seconds_bucket{node="n1",le="+Inf"} 4

            """,
            await page.TextAsync());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(123456789012, "123456789012")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(double.NaN, "NaN")]
    public async Task Writes_numbers_the_shortest_way_in_the_invariant_culture(double value, string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            var page = new Page();
            page.Factory.CreateGauge("x", "").Set(value);
            Assert.EndsWith($"\nx {text}\n", await page.TextAsync());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public async Task Spells_infinity_as_the_format_does(double value, string text)
    {
        Assert.SkipUnless(Original.IsReplaced, "The package spells it Infinity, which Prometheus reads as well.");
        var page = new Page();
        page.Factory.CreateGauge("x", "").Set(value);
        Assert.EndsWith($"\nx {text}\n", await page.TextAsync());
    }

    [Fact]
    public async Task Escapes_backslashes_quotes_and_line_feeds_of_label_values()
    {
        var page = new Page();
        page.Factory.CreateGauge("x", "help", "path").WithLabels("C:\\dir\n\"é\"").Set(1);
        Assert.EndsWith("x{path=\"C:\\\\dir\\n\\\"é\\\"\"} 1\n", await page.TextAsync());
    }

    [Fact]
    public async Task Escapes_backslashes_and_line_feeds_of_the_help()
    {
        Assert.SkipUnless(Original.IsReplaced, "The package writes the help as it is.");
        var page = new Page();
        page.Factory.CreateGauge("x", "one\\two\nthree \"four\"").Set(1);
        Assert.StartsWith("# HELP x one\\\\two\\nthree \"four\"\n", await page.TextAsync());
    }

    [Fact]
    public async Task Keeps_the_space_after_the_name_of_a_metric_without_help()
    {
        var page = new Page();
        page.Factory.CreateGauge("x", "");
        Assert.Equal("# HELP x \n# TYPE x gauge\nx 0\n", await page.TextAsync());
    }

    [Fact]
    public async Task Declares_a_family_once_when_its_metrics_have_different_labels()
    {
        var page = new Page();
        page.Factory.CreateGauge("x", "first", "a").WithLabels("1").Set(1);
        page.Factory.CreateGauge("x", "second", "b").WithLabels("2").Set(2);
        Assert.Equal("# HELP x first\n# TYPE x gauge\nx{a=\"1\"} 1\nx{b=\"2\"} 2\n", await page.TextAsync());
    }

    [Fact]
    public async Task Leaves_out_children_that_are_suppressed_unpublished_or_removed()
    {
        var page = new Page();
        Gauge gauge = page.Factory.CreateGauge("x", "", ["a"], new GaugeConfiguration { SuppressInitialValue = true });
        gauge.WithLabels("silent");
        gauge.WithLabels("published").Publish();
        gauge.WithLabels("set").Set(1);
        gauge.WithLabels("hidden").Set(1);
        gauge.WithLabels("hidden").Unpublish();
        gauge.WithLabels("removed").Set(1);
        gauge.RemoveLabelled("removed");
        gauge.WithLabels("disposed").Set(1);
        gauge.WithLabels("disposed").Dispose();
        Assert.Equal(
            "# HELP x \n# TYPE x gauge\nx{a=\"published\"} 0\nx{a=\"set\"} 1\n", await page.TextAsync());
    }
}
