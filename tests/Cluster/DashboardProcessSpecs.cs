using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>The dashboard of nodes that train, in a real browser, and how quickly its questions are answered.</summary>
public sealed class DashboardProcessSpecs : ClusterSpecs
{
    private const int Questions = 200;

    private static readonly string[] Asked =
    [
        "run", "nodes", "experts", "losses", "losses?from=50&category=lexical", "scores", "routes", "ledger", "log", "log?actor=router",
    ];

    private readonly List<IDisposable> started = [];
    private readonly List<int> ports = FreePorts(6);
    private readonly HttpClient client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override void Dispose()
    {
        foreach (var process in started) process.Dispose();
        client.Dispose();
        base.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task The_page_of_a_node_without_the_coordinator_follows_the_run_without_being_loaded_again()
    {
        Assert.SkipUnless(Browser.IsInstalled, "there is no chromium; Debian's package of that name has it");
        NodeProcess[] nodes = [.. Enumerable.Range(0, 3).Select(NodeAt)];
        started.AddRange(nodes);
        await nodes[0].SaysAsync("dashboard: ");
        var coordinator = await CoordinatorAsync();
        var (served, killed) = coordinator == 1 ? (0, 2) : (1, coordinator == 2 ? 0 : 2);
        await using var page = await BrowserPage.OpenAsync(Work.File("profile"));
        await page.SizeAsync(1280, 900);
        await page.GoAsync(Address(served));

        await page.UntilAsync("document.querySelector('#connection').textContent === 'live'");
        await page.UntilAsync("document.querySelectorAll('#cluster .node').length === 3");
        await page.UntilAsync("document.querySelectorAll('#loss .line.strong').length === 2 && document.querySelector('#routes .heat')");
        await page.UntilAsync("document.querySelectorAll('#log li time').length > 0 && document.querySelector('#scores .group')");
        var step = await page.ValueAsync("window.stepAtFirst = document.querySelector('#progress').value");
        await page.UntilAsync("document.querySelector('#progress').value > window.stepAtFirst + 20");
        var checkpoints = await page.ValueAsync("window.linesAtFirst = document.querySelectorAll('#ledger time').length");
        await page.UntilAsync("document.querySelectorAll('#ledger time').length > window.linesAtFirst");
        Assert.True(step.GetDouble() > 0 && checkpoints.GetInt32() > 0);

        nodes[killed].Kill();
        await page.UntilAsync("document.querySelector('#cluster .lines').textContent.includes('node lost')");
        await page.UntilAsync("document.querySelectorAll('#cluster .node').length === 2");
        await page.UntilAsync("document.querySelector('#news').textContent !== ''");

        await DrawAsync(page);
        Assert.DoesNotContain(page.Errors, error => !error.Contains("/api/operations", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Questions_are_answered_while_it_trains()
    {
        using var node = NodeProcess.Start(Work.Path,
        [
            .. WorkFolder.Train("run", "--steps", "200000", "--set", $"training.node.http-port={ports[0]}"),
            "--set", "training.run.evaluation.every=200",
        ]);
        await node.SaysAsync("checkpoint");
        foreach (var question in Asked)
        {
            var times = new double[Questions];
            for (var i = 0; i < Questions; i++)
            {
                var began = Stopwatch.GetTimestamp();
                _ = await client.GetByteArrayAsync($"http://127.0.0.1:{ports[0]}/api/{question}", Cancel);
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            Array.Sort(times);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{question}: median {times[Questions / 2]:F1} ms, p95 {times[Questions * 95 / 100]:F1} ms, longest {times[^1]:F1} ms"));
            Assert.True(times[Questions / 2] < 50, $"{question}: the median is {times[Questions / 2]:F1} ms");
        }
    }

    private NodeProcess NodeAt(int index) => Node("watched", ports, index,
        "--steps", "200000", "--nodes-min", "3", "--set", $"training.node.http-port={ports[3 + index]}",
        "--set", "training.run.evaluation.every=100", "--set", "training.run.checkpoint-every=20",
        "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=3s");

    private string Address(int node) => $"http://127.0.0.1:{ports[3 + node]}/";

    // Of three nodes, the one that the run's own map calls its coordinator's.
    private async Task<int> CoordinatorAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(Cancel))
        {
            var nodes = JsonDocument.Parse(await client.GetStringAsync($"{Address(0)}api/nodes", Cancel)).RootElement.GetProperty("nodes")
                .EnumerateArray().ToArray();
            if (nodes.Length < 3) continue;
            var coordinator = nodes.Single(node => node.GetProperty("is_coordinator").GetBoolean()).GetProperty("node").GetString()!;
            return Enumerable.Range(0, 3).Single(i => coordinator.EndsWith($":{ports[i]}", StringComparison.Ordinal));
        }
        throw new InvalidOperationException("The timer has ended.");
    }

    // No page is wider than its window; the pictures are for people.
    private static async Task DrawAsync(BrowserPage page)
    {
        var pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName;
        foreach (var (width, height) in ((int, int)[])[(360, 740), (1280, 900)])
        {
            await page.SizeAsync(width, height);
            foreach (var scheme in (string[])["light", "dark"])
            {
                await page.PreferAsync(scheme);
                await page.UntilAsync($"document.querySelector('#loss .chart').clientWidth < {width} && "
                    + $"matchMedia('(prefers-color-scheme: {scheme})').matches");
                Assert.Equal(0, (await page.ValueAsync("document.documentElement.scrollWidth - innerWidth")).GetInt32());
                await page.DrawAsync(Path.Combine(pictures, $"dashboard-{width}-{scheme}.png"));
            }
        }
    }
}
