using Xunit;

namespace Prometheus.Specs;

/// <summary>What counters, gauges, histograms and timers do with values.</summary>
public sealed class MetricSpecs
{
    private readonly MetricFactory _factory = new Page().Factory;

    [Fact]
    public void Counts_up_and_refuses_to_count_down()
    {
        Counter counter = _factory.CreateCounter("c", "");
        counter.Inc();
        counter.Inc(2.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.Inc(-1));
        counter.IncTo(2);
        Assert.Equal(3.5, counter.Value);
        counter.IncTo(10);
        Assert.Equal(10, counter.Value);
    }

    [Fact]
    public void Moves_a_gauge_both_ways()
    {
        Gauge gauge = _factory.CreateGauge("g", "");
        gauge.Set(5);
        gauge.Inc();
        gauge.Dec(3);
        Assert.Equal(3, gauge.Value);
        gauge.IncTo(2);
        gauge.DecTo(4);
        Assert.Equal(3, gauge.Value);
        gauge.IncTo(9);
        gauge.DecTo(-1);
        Assert.Equal(-1, gauge.Value);
    }

    [Fact]
    public void Tracks_work_in_progress_until_disposed_once()
    {
        Gauge gauge = _factory.CreateGauge("g", "");
        using (IDisposable work = gauge.TrackInProgress())
        {
            Assert.Equal(1, gauge.Value);
            work.Dispose();
        }

        Assert.Equal(0, gauge.Value);
    }

    [Fact]
    public void Sets_a_gauge_to_a_time()
    {
        Gauge gauge = _factory.CreateGauge("g", "");
        gauge.SetToTimeUtc(DateTimeOffset.UnixEpoch.AddSeconds(1.5));
        Assert.Equal(1.5, gauge.Value);
    }

    [Fact]
    public void Times_into_histograms_gauges_and_counters()
    {
        Histogram histogram = _factory.CreateHistogram("h", "");
        Gauge gauge = _factory.CreateGauge("g", "");
        Counter counter = _factory.CreateCounter("c", "");
        using (histogram.NewTimer())
        using (gauge.NewTimer())
        using (ITimer timer = counter.NewTimer())
            Assert.True(timer.ObserveDuration() >= TimeSpan.Zero);

        Assert.Equal(1, histogram.Count);
        Assert.InRange(histogram.Sum, 0, 60);
        Assert.InRange(gauge.Value, 0, 60);
        Assert.InRange(counter.Value, 0, 60);
    }

    [Fact]
    public void Puts_a_value_on_a_bound_into_the_bucket_of_that_bound()
    {
        Histogram histogram = _factory.CreateHistogram("h", "", new HistogramConfiguration { Buckets = [1, 2] });
        histogram.Observe(1);
        histogram.Observe(double.NegativeInfinity);
        histogram.Observe(2.0001, 3);
        Assert.Equal(5, histogram.Count);
        Assert.Equal(double.NegativeInfinity, histogram.Sum);
    }

    [Fact]
    public void Makes_bounds_that_read_well()
    {
        Assert.Equal([0.001, 0.002, 0.004, 0.008], Histogram.ExponentialBuckets(0.001, 2, 4));
        Assert.Equal([0.1, 0.2, 0.3, 0.4], Histogram.LinearBuckets(0.1, 0.1, 4));
        Assert.Equal(
            [0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 25, 50, 75, 100], Histogram.PowersOfTenDividedBuckets(-1, 2, 4));
        Assert.Equal(38, Histogram.PowersOfTenDividedBuckets(0, 2, 20).Length);
    }

    [Fact]
    public void Gives_the_same_child_for_the_same_label_values()
    {
        Gauge gauge = _factory.CreateGauge("g", "", "a", "b");
        Gauge.Child child = gauge.WithLabels("1", "2");
        string[] values = ["1", "2"];
        Assert.Same(child, gauge.WithLabels(values.AsSpan()));
        Assert.Same(child, gauge.WithLabels(values.AsMemory()));
        Assert.NotSame(child, gauge.WithLabels("2", "1"));
        values[0] = "changed";
        Assert.Same(child, gauge.WithLabels("1", "2"));
        Assert.Equal([["1", "2"], ["2", "1"]], gauge.GetAllLabelValues().OrderBy(labels => labels[0]));
    }

    [Fact]
    public void Gives_the_same_metric_for_the_same_name_and_labels()
    {
        Counter counter = _factory.CreateCounter("c", "help", "a");
        Assert.Same(counter, _factory.CreateCounter("c", "other help", "a"));
        Assert.NotSame(counter, _factory.CreateCounter("c", "help", "b"));
        Assert.Equal(("c", "help"), (counter.Name, counter.Help));
        Assert.Equal(["a"], counter.LabelNames);
    }

    [Fact]
    public void Loses_no_update_of_many_threads()
    {
        const int Threads = 4;
        const int Updates = 50_000;
        Counter counter = _factory.CreateCounter("c", "", "a");
        Gauge gauge = _factory.CreateGauge("g", "");
        Histogram histogram = _factory.CreateHistogram("h", "");
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (int i = 0; i < Updates; i++)
            {
                counter.WithLabels("x").Inc(0.5);
                gauge.Inc();
                gauge.Dec(0.5);
                histogram.Observe(i % 2);
            }
        });
        Assert.Equal(Threads * Updates * 0.5, counter.WithLabels("x").Value);
        Assert.Equal(Threads * Updates * 0.5, gauge.Value);
        Assert.Equal(Threads * Updates, histogram.Count);
        Assert.Equal(Threads * Updates / 2, histogram.Sum);
    }

    [Fact]
    public void Allocates_nothing_for_children_that_exist()
    {
        Gauge gauge = _factory.CreateGauge("g", "", "a");
        string[] values = ["1"];
        gauge.WithLabels(values.AsSpan()).Set(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            gauge.WithLabels(values.AsSpan()).Inc();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }
}
