using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Several node processes that train one run, come, go and are killed: the result has the bits of one process.</summary>
public sealed class ClusterProcessSpecs : ClusterSpecs
{
    private const int Configuration = 3, Environment = 7, Interrupted = 130;

    [Fact(Timeout = Limit)]
    public async Task Three_nodes_end_with_the_bits_of_one_process_and_its_report()
    {
        await Succeeds([.. WorkFolder.Train("one")]);
        var output = await Succeeds([.. WorkFolder.Train("three", "--nodes", "3")]);

        await HaveTheSameBits("one", "three");
        Assert.Contains("done: 12 steps", output, StringComparison.Ordinal);
        Assert.Contains("report: " + Path.Combine("three", "report.md"), output, StringComparison.Ordinal);
        Assert.Equal(13, File.ReadAllLines(Work.File("three", "metrics.csv")).Length);
        Assert.Equal(3, Directory.GetFiles(Work.File("three", "nodes"), "node-*.log").Length);
        var status = await Succeeds("status", "--run", "three");
        Assert.Contains("step 12/12", status, StringComparison.Ordinal);
        Assert.Equal(3, status.Split('\n').Count(line => line.StartsWith("node ", StringComparison.Ordinal)));
        Assert.Equal(7, status.Split('\n').Count(line => line.Contains("version 12", StringComparison.Ordinal)));
    }

    [Theory(Timeout = Limit)]
    [InlineData(1)] // The first seed: the coordinator's.
    [InlineData(3)]
    public async Task A_node_that_is_killed_is_reported_and_the_run_ends_with_the_same_bits_without_it(int killed)
    {
        // With what the optimizer and the router may do beside: a coordinator elsewhere has to do the same.
        string[] longer =
        [
            "--steps", "300", "--set", "training.run.optimization.load-balance=0.1",
            "--set", "training.run.optimization.relative-rates=on", "--set", "training.run.optimization.expert-rate=2e-2",
        ];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        using var cluster = NodeProcess.Start(Work.Path, [.. WorkFolder.Train("killed", [.. longer, "--nodes", "3"])]);
        await cluster.SaysAsync("step 20: checkpoint");

        Kill(ProcessOf(cluster.Output, $"node-{killed}"));

        await cluster.SaysAsync($"node-{killed} has ended with exit code 137");
        Assert.True(await cluster.EndAsync() == 0, cluster.Output + cluster.Error);
        await HaveTheSameBits("whole", "killed");
        Assert.Equal(301, File.ReadAllLines(Work.File("killed", "metrics.csv")).Length);
        Assert.True(Directory.GetFiles(Work.File("killed", "epochs")).Length > 1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_joins_while_the_run_is_trained_and_another_leaves_and_nothing_is_lost()
    {
        string[] longer = ["--steps", "800"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        string[] two = [.. longer, "--nodes-min", "2"];
        var ports = FreePorts(3);
        using var first = Node("shared", ports, 0, two);
        using var second = Node("shared", ports, 1, two);
        await first.SaysAsync("step 20: checkpoint");

        using var third = Node("shared", ports, 2, longer);
        await first.SaysAsync("nodes 3");
        second.Terminate();

        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.Contains("released", second.Output, StringComparison.Ordinal);
        Assert.True(await first.EndAsync() == 0, first.Output + first.Error);
        Assert.True(await third.EndAsync() == 0, third.Output + third.Error);
        await HaveTheSameBits("whole", "shared");
        var steps = File.ReadAllLines(Work.File("shared", "ledger.jsonl"))
            .Count(line => line.Contains("\"kind\":\"step\"", StringComparison.Ordinal));
        Assert.Equal(800, steps);
    }

    [Fact(Timeout = Limit)]
    public async Task The_coordinators_node_leaves_and_the_run_goes_on_elsewhere()
    {
        string[] longer = ["--steps", "800"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        string[] two = [.. longer, "--nodes-min", "2"];
        var ports = FreePorts(2);
        using var first = Node("shared", ports, 0, two);
        using var second = Node("shared", ports, 1, two);
        await first.SaysAsync("step 20: checkpoint");

        first.Terminate();

        Assert.True(await first.EndAsync() == 0, first.Output + first.Error);
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.Contains("finished after step 800, mean dev score", second.Output, StringComparison.Ordinal);
        await HaveTheSameBits("whole", "shared");
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_that_is_to_stay_answers_after_the_runs_end_until_it_is_asked_to_end()
    {
        var port = FreePorts(2);
        using var node = Node("run", [port[0], port[0]], 0, "--stay", "--set", $"training.node.http-port={port[1]}");

        await node.SaysAsync("the run is through");

        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port[1]}") };
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", cancel)).StatusCode);
        Assert.True(File.Exists(Work.File("run", "report.md")));
        node.Terminate();
        Assert.True(await node.EndAsync() == 0, node.Output + node.Error);
        Assert.Contains("finished after step 12", node.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_of_another_run_is_refused_with_the_difference()
    {
        var ports = FreePorts(3);
        using var first = Node("run", ports, 0, "--steps", "5000");
        await first.SaysAsync("step 2: checkpoint");

        using var sameFolder = Node("run", ports, 1, "--steps", "5000", "--set", "training.run.seed=7");
        using var otherFolder = Node("other", ports, 2, "--steps", "5000", "--set", "training.run.seed=7");

        Assert.True(await sameFolder.EndAsync() == Configuration, sameFolder.Output + sameFolder.Error);
        Assert.True(await otherFolder.EndAsync() == Configuration, otherFolder.Output + otherFolder.Error);
        Assert.Contains("training.run.seed: 42 -> 7", sameFolder.Error, StringComparison.Ordinal);
        Assert.Contains("training.run.seed: 42 -> 7", otherFolder.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_that_finds_no_cluster_through_its_seeds_ends_and_says_so()
    {
        using var node = Node("run", FreePorts(2), 1, "--set", "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes=2s");

        Assert.True(await node.EndAsync() == Environment, node.Output + node.Error);
        Assert.Contains("found no cluster through its seeds", node.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_local_cluster_that_is_asked_to_end_stops_as_one_and_can_go_on()
    {
        string[] longer = ["--steps", "400"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        using (var cluster = NodeProcess.Start(Work.Path, [.. WorkFolder.Train("stopped", [.. longer, "--nodes", "3"])]))
        {
            await cluster.SaysAsync("step 20: checkpoint");
            cluster.Terminate();

            Assert.Equal(Interrupted, await cluster.EndAsync());
            Assert.Contains("--run stopped --resume --nodes 3", cluster.Output, StringComparison.Ordinal);
        }

        await Succeeds("train", "--run", "stopped", "--resume", "--nodes", "2", "--set", "training.node.http-port=-1");

        await HaveTheSameBits("whole", "stopped");
    }

    [Fact(Timeout = Limit)]
    public async Task Chaos_prints_what_kills_cost_and_that_the_bits_are_the_same()
    {
        var output = await Succeeds(
            "chaos", "--nodes", "3", "--kill-every", "4s", "--for", "9s", "--config", "small.hocon", "--steps", "400", "--run", "chaos");

        Assert.Matches(@"kill 1: node-\d", output);
        Assert.Matches(@"steps: 400 committed, \d+ computed", output);
        Assert.Matches(@"efficiency \d+\.\d+", output);
        Assert.Contains("every bit equal", output, StringComparison.Ordinal);
    }

    private static int ProcessOf(string output, string node) =>
        int.Parse(Regex.Match(output, $@"{node}: process (\d+)").Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
