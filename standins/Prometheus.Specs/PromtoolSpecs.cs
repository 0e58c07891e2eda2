using System.Diagnostics;
using Xunit;

namespace Prometheus.Specs;

/// <summary>The page checked by Prometheus's own reader, promtool (Debian package prometheus).</summary>
public sealed class PromtoolSpecs
{
    private const string Promtool = "/usr/bin/promtool";

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_a_page_of_everything()
    {
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed: apt-get install prometheus.");
        var page = new Page();
        Counter tokens = page.Factory.CreateCounter("moe_tokens_total", "Tokens, by \"task\" and node.", "task");
        tokens.WithLabels("ag\\news\n\"é漢\"").Inc(1e21);
        page.Factory.CreateCounter("moe_steps_total", "Steps.").Inc();
        Gauge gauge = page.Factory.CreateGauge("moe_loss", "Loss, with odd numbers.", "kind");
        double[] odd = [0, -0.0, double.NaN, double.Epsilon, double.MaxValue, -1.5e-7];
        for (int i = 0; i < odd.Length; i++)
            gauge.WithLabels($"{i}").Set(odd[i]);
        Histogram histogram = page.Factory.CreateHistogram(
            "moe_step_seconds", "Time.", ["node"], new() { Buckets = Histogram.ExponentialBuckets(0.001, 2, 16) });
        for (int i = 0; i < 100; i++)
            histogram.WithLabels("n1").Observe(i * 0.01);

        (int exitCode, string report) = await CheckAsync(await page.TextAsync());
        Assert.True(exitCode == 0, report);
        Assert.Equal("", report);
    }

    [Fact]
    public async Task Promtool_reads_infinity_and_help_with_line_feeds()
    {
        Assert.SkipUnless(Original.IsReplaced, "The package writes the help as it is.");
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed: apt-get install prometheus.");
        var page = new Page();
        page.Factory.CreateGauge("moe_ratio", "one\\two\nthree").Set(double.PositiveInfinity);
        (int exitCode, string report) = await CheckAsync(await page.TextAsync());
        Assert.True(exitCode == 0, report);
    }

    [Fact]
    public async Task Promtool_would_find_a_fault()
    {
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed: apt-get install prometheus.");
        (int exitCode, string report) = await CheckAsync("# TYPE x gauge\nx{a=\"\\q\"} 1\n");
        Assert.NotEqual(0, exitCode);
        Assert.NotEqual("", report);
    }

    private static async Task<(int ExitCode, string Report)> CheckAsync(string page)
    {
        var start = new ProcessStartInfo(Promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await using (process.StandardInput)
            await process.StandardInput.WriteAsync(page);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
