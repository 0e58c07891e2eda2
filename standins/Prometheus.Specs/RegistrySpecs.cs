using Xunit;

namespace Prometheus.Specs;

/// <summary>Callbacks before a collection, the default registry, and collections beside updates.</summary>
public sealed class RegistrySpecs
{
    [Fact]
    public async Task Runs_callbacks_before_each_collection()
    {
        var page = new Page();
        Gauge gauge = page.Factory.CreateGauge("x", "");
        page.Registry.AddBeforeCollectCallback(() => gauge.Inc());
        page.Registry.AddBeforeCollectCallback(async cancel =>
        {
            await Task.Yield();
            gauge.Inc(10);
        });
        Assert.EndsWith("x 11\n", await page.TextAsync());
        Assert.EndsWith("x 22\n", await page.TextAsync());
    }

    [Fact]
    public async Task Writes_the_page_even_when_a_callback_fails()
    {
        var page = new Page();
        page.Factory.CreateGauge("x", "").Set(4);
        page.Registry.AddBeforeCollectCallback((Action)(() => throw new InvalidOperationException("no sensor")));
        Assert.EndsWith("x 4\n", await page.TextAsync());
    }

    [Fact]
    public async Task Collects_while_metrics_and_children_are_being_made()
    {
        var page = new Page();
        Counter counter = page.Factory.CreateCounter("c", "", "n");
        using var stop = new CancellationTokenSource();
        Task making = Task.Run(
            () =>
            {
                for (int i = 0; !stop.IsCancellationRequested && i < 20_000; i++)
                {
                    counter.WithLabels($"{i % 500}").Inc();
                    page.Factory.CreateGauge($"g{i % 100}", "").Set(i);
                }
            },
            TestContext.Current.CancellationToken);
        for (int i = 0; i < 20; i++)
            Assert.Contains("# TYPE c counter", await page.TextAsync());
        await stop.CancelAsync();
        await making;
    }

    [Fact]
    public async Task Shows_process_metrics_when_asked()
    {
        var page = new Page();
        DotNetStats.Register(page.Registry);
        string text = await page.TextAsync();
        Assert.Contains("\nprocess_working_set_bytes ", text);
        Assert.Contains("\nprocess_cpu_seconds_total ", text);
        Assert.Contains("\ndotnet_collection_count_total{generation=\"2\"} ", text);
    }

    [Fact]
    public async Task Keeps_the_default_registry_to_its_own_metrics_when_defaults_are_suppressed()
    {
        Metrics.SuppressDefaultMetrics();
        Metrics.CreateCounter("default_registry_spec_total", "Made by a test.").Inc();
        var stream = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        string text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("default_registry_spec_total 1\n", text);
        Assert.DoesNotContain("process_", text);
    }
}
