using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A coordinator whose process stands still while the others go on, and then wakes: it must not write history twice.</summary>
public sealed class SplitProcessSpecs : ClusterSpecs
{
    private const int Environment = 7;

    [Fact(Timeout = Limit)]
    public async Task A_coordinator_that_stood_still_commits_nothing_when_it_wakes_and_ends()
    {
        string[] longer = ["--steps", "400"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        string[] three = [.. longer, "--nodes-min", "3"];
        var ports = FreePorts(3);
        using var old = Node("split", ports, 0, three);
        using var second = Node("split", ports, 1, three);
        using var third = Node("split", ports, 2, three);
        await old.SaysAsync("step 20: checkpoint");

        old.StandStill();
        await await Task.WhenAny(second.SaysAsync(": resumed"), third.SaysAsync(": resumed"));
        old.GoOn();

        Assert.True(await old.EndAsync() == Environment, old.Output + old.Error);
        Assert.Contains("is no member of the cluster any more", old.Error, StringComparison.Ordinal);
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.True(await third.EndAsync() == 0, third.Output + third.Error);
        Assert.Contains("stands still and keeps the lock", second.Error + third.Error, StringComparison.Ordinal);
        await HaveTheSameBits("whole", "split");
        Assert.Equal(EpochsOfSteps().Order(), EpochsOfSteps());
        Assert.Equal(401, File.ReadAllLines(Work.File("split", "metrics.csv")).Length);
    }

    private List<long> EpochsOfSteps() =>
    [
        .. File.ReadLines(Work.File("split", "ledger.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() == "step").Select(line => line.GetProperty("epoch").GetInt64()),
    ];
}
