using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Experts that are pruned, cloned and merged while real processes train: the bits are those of one process.</summary>
public sealed class GrowthProcessSpecs : ClusterSpecs
{
    // The first stage takes one path, so the second experts are pruned; then whoever serves is cloned, and, still alike, merged again.
    private static readonly string[] Growing =
    [
        "--steps", "300", "--set", "training.run.model.experts=3", "--set", "training.run.growth.experts-at-start=2",
        "--set", "training.run.growth.every=20", "--set", "training.run.growth.prune-below=0.2",
        "--set", "training.run.growth.clone-above=0.9", "--set", "training.run.growth.merge-above=0.999",
    ];

    [Theory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Experts_that_become_more_and_fewer_have_the_same_bits_on_three_nodes_of_which_one_is_killed(int replicas)
    {
        string[] settings = [.. Growing, "--set", $"training.run.replicas.count={replicas}"];
        await Succeeds([.. WorkFolder.Train("whole", settings)]);
        using var cluster = NodeProcess.Start(Work.Path, [.. WorkFolder.Train("killed", [.. settings, "--nodes", "3"])]);
        await cluster.SaysAsync("step 210: checkpoint");

        Kill(int.Parse(Regex.Match(cluster.Output, @"node-3: process (\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture));

        Assert.True(await cluster.EndAsync() == 0, cluster.Output + cluster.Error);
        await HaveTheSameBits("whole", "killed");
        Assert.Superset(new HashSet<string> { "pruned", "cloned", "merged" }, Kinds("whole"));
        Assert.True(Kinds("killed").IsSupersetOf(Kinds("whole")));
    }

    [Fact(Timeout = Limit)]
    public async Task Experts_that_operators_clone_merge_and_prune_stay_so_when_a_node_is_killed_and_when_the_run_is_done_again()
    {
        string[] settings =
        [
            "--steps", "800", "--set", "training.run.model.experts=3", "--set", "training.run.growth.experts-at-start=2",
            "--set", "training.run.checkpoint-every=20", "--set", "training.run.checkpoints-kept=100",
            "--set", "training.node.http-port=0",
        ];
        var ports = FreePorts(3);
        string[] three = [.. settings, "--nodes-min", "3"];
        using var first = Node("three", ports, 0, three);
        using var second = Node("three", ports, 1, three);
        using var third = Node("three", ports, 2, three);
        await first.SaysAsync("step 420: checkpoint");

        string[] operations = ["pause", "clone encoder.0.0", "merge decoder.0.1 decoder.0.0", "prune encoder.0.1", "resume"];
        foreach (var operation in operations)
            await Succeeds([.. operation.Split(' '), "--run", "three", "--why", "a spec"]);
        third.Kill();

        Assert.True(await first.EndAsync() == 0, first.Output + first.Error);
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.Superset(new HashSet<string> { "cloned", "merged", "pruned", "recovered" }, Kinds("three"));
        Work.Copy("three", "one");
        foreach (var checkpoint in Directory.GetDirectories(Work.File("one", "checkpoints"))
                     .Where(path => string.CompareOrdinal(Path.GetFileName(path), "step-00000400") > 0))
        {
            Directory.Delete(checkpoint, recursive: true);
        }
        await Succeeds("train", "--run", "one", "--resume", "--set", "training.node.http-port=-1");
        await HaveTheSameBits("three", "one");
    }

    private HashSet<string> Kinds(string run) => [.. File.ReadLines(Work.File(run, "ledger.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
