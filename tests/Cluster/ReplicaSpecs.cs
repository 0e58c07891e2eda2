using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Experts with replicas in real processes: losing a node costs no committed step and hardly any time.</summary>
public sealed class ReplicaSpecs : ClusterSpecs
{
    private const int Steps = 300;

    // The goal on a machine of its own is 2 s; the suite shares one.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    [Fact(Timeout = Limit)]
    public async Task Losing_a_node_of_replicas_costs_no_committed_step_and_the_bits_are_those_of_one_process()
    {
        string[] replicated = ["--steps", $"{Steps}", "--set", "training.run.replicas.count=2"];
        await Succeeds([.. WorkFolder.Train("whole", replicated)]);
        using var cluster = NodeProcess.Start(Work.Path, [.. WorkFolder.Train("killed", [.. replicated, "--nodes", "3"])]);
        await cluster.SaysAsync("step 100: checkpoint");
        var status = await Succeeds("status", "--run", "killed");

        var killedAt = TimeProvider.System.GetUtcNow();
        Kill(int.Parse(Regex.Match(cluster.Output, @"node-3: process (\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture));

        Assert.True(await cluster.EndAsync() == 0, cluster.Output + cluster.Error);
        Assert.Contains("vocabulary~1", status, StringComparison.Ordinal);
        await HaveTheSameBits("whole", "killed");
        var ledger = File.ReadAllLines(Work.File("killed", "ledger.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            Enumerable.Range(0, Steps), ledger.Where(line => Kind(line) == "step").Select(line => line.GetProperty("step").GetInt32()));
        var first = ledger.SkipWhile(line => Kind(line) != "recovered").First(line => Kind(line) == "step");
        var turnOver = first.GetProperty("at").GetDateTimeOffset() - killedAt;
        TestContext.Current.TestOutputHelper?.WriteLine($"from the kill to the next committed step: {turnOver.TotalMilliseconds:F0} ms");
        Assert.True(turnOver < Slack, $"the next step was committed {turnOver.TotalSeconds:F1} s after the kill");
    }

    private static string? Kind(JsonElement line) => line.GetProperty("kind").GetString();

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
