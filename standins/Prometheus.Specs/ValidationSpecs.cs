using Xunit;

namespace Prometheus.Specs;

/// <summary>Names, labels and buckets that Prometheus would not take are refused when they are made.</summary>
public sealed class ValidationSpecs
{
    private readonly MetricFactory _factory = new Page().Factory;

    [Theory]
    [InlineData("")]
    [InlineData("9lives")]
    [InlineData("a-b")]
    [InlineData("a:b")]
    [InlineData("a b")]
    public void Refuses_a_metric_name(string name)
    {
        var refusal = Assert.Throws<ArgumentException>(() => _factory.CreateCounter(name, ""));
        Assert.Contains($"Metric name '{name}' does not match regex", refusal.Message);
    }

    [Theory]
    [InlineData("", "does not match regex")]
    [InlineData("a.b", "does not match regex")]
    [InlineData("__name__", "labels starting with double underscore are reserved")]
    public void Refuses_a_label_name(string name, string reason)
    {
        var refusal = Assert.Throws<ArgumentException>(() => _factory.CreateGauge("g", "", name));
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void Refuses_a_label_name_twice()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => _factory.CreateGauge("g", "", "a", "a"));
        Assert.Contains("includes duplicates: a, a", refusal.Message);
    }

    [Fact]
    public void Refuses_values_that_do_not_match_the_names()
    {
        Gauge gauge = _factory.CreateGauge("g", "", "a", "b");
        var refusal = Assert.Throws<ArgumentException>(() => gauge.WithLabels("1"));
        Assert.Contains("must have the same number of elements", refusal.Message);
        Assert.Throws<NotSupportedException>(() => gauge.WithLabels("1", null!));
    }

    [Fact]
    public void Refuses_one_name_for_two_types()
    {
        _factory.CreateGauge("x", "");
        var refusal = Assert.Throws<InvalidOperationException>(() => _factory.CreateCounter("x", ""));
        Assert.Equal("Collector of a different type with the same name is already registered.", refusal.Message);
    }

    [Fact]
    public void Refuses_histograms_without_increasing_buckets_or_with_a_label_le()
    {
        Assert.Throws<ArgumentException>(() => _factory.CreateHistogram("h", "", "le"));
        Assert.Throws<ArgumentException>(() => Create([]));
        Assert.Throws<ArgumentException>(() => Create([1, 1]));
        Assert.Throws<ArgumentException>(() => Create([2, 1]));

        void Create(double[] buckets) =>
            _factory.CreateHistogram("h", "", new HistogramConfiguration { Buckets = buckets });
    }

    [Fact]
    public void Refuses_ready_made_buckets_that_would_not_increase()
    {
        Assert.Throws<ArgumentException>(() => Histogram.ExponentialBuckets(1, 1, 3));
        Assert.Throws<ArgumentException>(() => Histogram.ExponentialBuckets(0, 2, 3));
        Assert.Throws<ArgumentException>(() => Histogram.ExponentialBuckets(1, 2, 0));
        Assert.Throws<ArgumentException>(() => Histogram.LinearBuckets(1, 1, 0));
        Assert.Throws<ArgumentException>(() => Histogram.PowersOfTenDividedBuckets(2, 2, 1));
    }
}
