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

    [Fact(Timeout = Limit)]
    public async Task Experts_that_become_more_and_fewer_have_the_same_bits_on_three_nodes_of_which_one_is_killed()
    {
        await Succeeds([.. WorkFolder.Train("whole", Growing)]);
        using var cluster = NodeProcess.Start(Work.Path, [.. WorkFolder.Train("killed", [.. Growing, "--nodes", "3"])]);
        await cluster.SaysAsync("step 210: checkpoint");

        Kill(int.Parse(Regex.Match(cluster.Output, @"node-3: process (\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture));

        Assert.True(await cluster.EndAsync() == 0, cluster.Output + cluster.Error);
        await HaveTheSameBits("whole", "killed");
        Assert.Superset(new HashSet<string> { "pruned", "cloned", "merged" }, Kinds("whole"));
        Assert.True(Kinds("killed").IsSupersetOf(Kinds("whole")));
    }

    private HashSet<string> Kinds(string run) => [.. File.ReadLines(Work.File(run, "ledger.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
