using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>
/// Debian's Prometheus with the rules of ops/prometheus, asking some nodes each second. Alerts wait two seconds where the rules say
/// minutes.
/// </summary>
internal sealed partial class PrometheusProcess : IDisposable
{
    private static readonly string? Program = InstalledProgram.Find("prometheus");
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private readonly Process process;
    private readonly HttpClient client;

    private PrometheusProcess(Process process, int port)
    {
        this.process = process;
        client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
    }

    /// <summary>Whether there is one to start.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>Starts it in a folder of a test.</summary>
    public static PrometheusProcess Start(WorkFolder work, int port, params IEnumerable<int> nodePorts)
    {
        foreach (var rules in Directory.GetFiles(RepositoryFiles.At("ops", "prometheus"), "*.rules.yml"))
            work.Write(Path.Combine("prometheus", Path.GetFileName(rules)), Patience().Replace(File.ReadAllText(rules), "for: 2s"));
        work.Write(Path.Combine("prometheus", "prometheus.yml"),
            $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ['*.rules.yml']
            scrape_configs:
              - job_name: moe
                static_configs: [{"{"} targets: [{string.Join(", ", nodePorts.Select(node => $"'127.0.0.1:{node}'"))}] {"}"}]
            """);
        ProcessStartInfo start = new(Program!,
        [
            $"--config.file={work.File("prometheus", "prometheus.yml")}", $"--storage.tsdb.path={work.File("prometheus", "data")}",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
        ]);
        return new PrometheusProcess(Process.Start(start)!, port);
    }

    /// <summary>What a question finds: series with their values. None until it has started.</summary>
    public async Task<IReadOnlyList<JsonElement>> AskAsync(string query)
    {
        using var answer = await AnswerAsync(query);
        if (answer is null) return [];
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {text}");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>Asks again and again until the answer is as it should be.</summary>
    public async Task UntilAsync(string query, Func<IReadOnlyList<JsonElement>, bool> holds)
    {
        using PeriodicTimer timer = new(AskEvery);
        while (!holds(await AskAsync(query))) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private async Task<HttpResponseMessage?> AnswerAsync(string query)
    {
        try
        {
            return await client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException) when (!process.HasExited)
        {
            return null;
        }
    }

    [GeneratedRegex(@"for: \d+[mhd]")]
    private static partial Regex Patience();
}
