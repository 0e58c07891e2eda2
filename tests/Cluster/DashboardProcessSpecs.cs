using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Moe.Actors;
using Moe.Analysis.Routes;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Http.Security;
using Moe.Cluster.Runs;
using Moe.Curriculum.Gym;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>The dashboard of nodes that train, in a real browser, and how quickly its questions are answered.</summary>
public sealed class DashboardProcessSpecs : ClusterSpecs
{
    private const int Questions = 200;
    private const string Token = "a-token-of-a-test-and-of-nothing-else";

    // Of the 95th percentile. Held five times over: what else a shared machine does at that moment must not fail the suite.
    private const double BudgetMs = 50;

    private static readonly string[] Asked =
    [
        "run", "nodes", "experts", "losses", "losses?from=50&category=lexical", "scores", "routes", "ledger", "log", "log?actor=router",
    ];

    private static readonly (string File, string Expression, string Expected)[] Arithmetic =
    [
        ("scale.js", "m.ticks(0.13, 0.87, 5)", "[0.2,0.4,0.6,0.8]"),
        ("scale.js", "m.ticks(6, 6, 5)", "[6]"),
        ("scale.js", "m.range([3, null, 1])", "[1,3]"),
        ("scale.js", "m.smoothed([4, null, 8], 0.75)", "[4,null,5]"),
        ("stream.js", """m.cut('retry: 2000\n\nid: 7\nevent: run\ndata: {"a": 1}\n\nevent: ma')""",
            """[[{"id":"7","event":"run","data":"{\"a\": 1}"}],"event: ma"]"""),
        ("losses.js", """
            m.joined({ steps_per_point: 2, steps: [0, 2], loss: [5, 4], series: { a: [5, 4] } },
              { steps_per_point: 2, steps: [2, 4], loss: [3, 2], series: { b: [3, 2] } })
            """, """{"steps_per_point":2,"steps":[0,2,4],"loss":[5,3,2],"series":{"a":[5,null,null],"b":[null,3,2]}}"""),
        ("format.js", "[m.duration(59.7), m.duration(3700), m.nodeName('akka.tcp://moe@10.0.0.1:4053'), m.percent(0.034)]",
            """["1 min 0 s","1 h 1 min","10.0.0.1:4053","3.4 %"]"""),
        ("format.js", "m.detailsText({ reason: 'at akka.tcp://moe@a:1', seconds: 0.123456, why: null })",
            "\"reason: at a:1, seconds: 0.1235\""),
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

        await OperateAsync(page, "pause", "#phase", "paused");
        await OperateAsync(page, "resume", "#ledger", "why: seen in a browser");
        await page.UntilAsync("document.querySelector('#phase').textContent === 'training'");

        nodes[killed].Kill();
        await page.UntilAsync("document.querySelector('#cluster .lines').textContent.includes('node lost')");
        await page.UntilAsync("document.querySelectorAll('#cluster .node').length === 2");
        await page.UntilAsync("document.querySelector('#news').textContent !== ''");

        await DrawAsync(page);
        Assert.Empty(page.Errors);
    }

    [Fact(Timeout = Limit)]
    public async Task The_page_asks_for_a_token_where_one_is_needed_and_its_own_arithmetic_holds()
    {
        Assert.SkipUnless(Browser.IsInstalled, "there is no chromium; Debian's package of that name has it");
        Work.Write("tokens", new HttpToken("ann", Access.Read, HttpToken.HashOf(Token)).Line);
        NodeSettings node = new() { HttpPort = 0, HttpSecurity = new HttpSecuritySettings { TokensFile = Work.File("tokens") } };
        await using var server = await ServedAsync(node);
        await using var page = await BrowserPage.OpenAsync(Work.File("profile"));
        await page.GoAsync(server.Address.ToString());

        await page.UntilAsync("document.querySelector('#token')?.hidden === false");
        _ = await page.ValueAsync($$"""
            document.querySelector('#token input').value = '{{Token}}';
            document.querySelector('#token button').click();
            """);
        await page.UntilAsync("document.querySelector('#connection').textContent === 'live'");

        foreach (var (file, expression, expected) in Arithmetic)
        {
            var found = await page.ValueAsync($"import('/page/{file}').then(m => JSON.stringify({expression}))");
            Assert.Equal(expected, found.GetString());
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Experts_that_are_off_are_struck_out_on_the_map_and_in_the_routes()
    {
        Assert.SkipUnless(Browser.IsInstalled, "there is no chromium; Debian's package of that name has it");
        Work.Write("status.json", Status("encoder.0.1"));
        Work.Write("routes/history.csv",
            RouteCsv.Header + "\n2,colour,lexical,encoder.0,0,1\n2,colour,lexical,encoder.0,1,0\n2,colour,lexical,encoder.0,2,0\n");
        await using var server = await ServedAsync(new NodeSettings { HttpPort = 0 });
        await using var page = await BrowserPage.OpenAsync(Work.File("profile"));
        await page.GoAsync(server.Address.ToString());

        await page.UntilAsync("document.querySelectorAll('#cluster .expert').length === 3 && document.querySelector('#routes thead .off')");
        Assert.Equal("encoder.0.1 (off)", (await page.ValueAsync(
            "[...document.querySelectorAll('#cluster .expert.off')].map(one => one.textContent).join()")).GetString());
        Assert.Equal("encoder.0.1, off", (await page.ValueAsync(
            "[...document.querySelectorAll('#routes thead .off')].map(one => one.ariaLabel).join()")).GetString());
        Assert.Equal(1, (await page.ValueAsync("document.querySelectorAll('#routes .heat.off').length")).GetInt32());

        Work.Write("status.json", Status("encoder.0.2"));
        await page.UntilAsync("document.querySelector('#routes thead .off')?.ariaLabel === 'encoder.0.2, off'");
    }

    [Fact(Timeout = Limit)]
    public async Task Questions_are_answered_while_it_trains()
    {
        using var node = NodeProcess.Start(Work.Path,
        [
            .. WorkFolder.Train("run", "--steps", "200000", "--set", $"training.node.http-port={ports[0]}"),
            "--set", "training.run.evaluation.every=200", "--set", "training.node.http-requests-per-second=1000000",
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
                $"{question}: median {times[Questions / 2]:F2} ms, p95 {times[Questions * 95 / 100]:F2} ms, longest {times[^1]:F1} ms"));
            Assert.True(times[Questions * 95 / 100] < 5 * BudgetMs, $"{question}: p95 is {times[Questions * 95 / 100]:F1} ms");
        }
    }

    // The page of a run whose folder is the work folder itself.
    private Task<NodeHttpServer> ServedAsync(NodeSettings node)
    {
        RunView view = new(Work.Path, "here", new TaskCategories(TaskGym.Open(Work.File("gym"))), 10, TimeProvider.System);
        return NodeHttpServer.StartAsync(
            node, new DashboardEndpoints(view, new ActorLogs(Work.Path), new EventStream(view, TimeProvider.System)));
    }

    private static string Status(string off) => JsonSerializer.Serialize(new
    {
        at = DateTimeOffset.UnixEpoch,
        coordinator = "here:1",
        last = "step",
        step = 2,
        planned_steps = 10,
        stage = "routed",
        epoch = 0,
        nodes_lost = 0,
        recoveries = 0,
        members = new[] { new { node = "akka.tcp://moe@here:1", leaving = false, experts = 3 } },
        experts = Enumerable.Range(0, 3).Select(number => $"encoder.0.{number}").Select(
            expert => new { expert, node = "akka.tcp://moe@here:1", version = 2, micro_batches = 4, off = expert == off }),
    });

    private static async Task OperateAsync(BrowserPage page, string operation, string place, string seen)
    {
        await page.UntilAsync("document.querySelector('#operations fieldset').disabled === false");
        _ = await page.ValueAsync($$"""
            document.querySelector('#operations input[name=why]').value = 'seen in a browser';
            [...document.querySelectorAll('#operations button')].find(button => button.textContent === '{{operation}}').click();
            """);
        await page.UntilAsync($"document.querySelector('{place}').textContent.includes('{seen}')");
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
