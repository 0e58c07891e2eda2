using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

public sealed class SimulatedRunSpecs
{
    internal static readonly RunRecord Undisturbed = Calm();

    [Fact]
    public void Ends_with_the_weights_of_an_undisturbed_run_whatever_goes_wrong()
    {
        var seeds = ulong.Parse(Environment.GetEnvironmentVariable("MOE_SEEDS") ?? "300");
        var first = ulong.Parse(Environment.GetEnvironmentVariable("MOE_FIRST_SEED") ?? "1");
        List<RunRecord> records = [];
        for (var seed = first; seed < first + seeds; seed++) records.Add(Simulated(seed).Record);

        string Sum(Func<RunRecord, int> count, string what) => $"{records.Sum(count)} {what}";
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", $"{records.Count} seeds",
            Sum(record => record.Recoveries, "recoveries"), Sum(record => record.Replayed, "steps computed again"),
            Sum(record => record.Offices, "coordinators"), Sum(record => record.Deposed, "deposed"),
            Sum(record => record.Releases, "nodes released"), Sum(record => record.Retried, "micro-batches tried again"),
            Sum(record => record.Voided, "steps voided")));
        Assert.True(records.Sum(record => record.Compared) > 100 * records.Count, "the weights were hardly looked at");
    }

    private static RunRecord Calm()
    {
        var run = new SimulatedRun(0, new SimulatedRunSettings { Nodes = 1 }, null);
        run.Run();
        return run.Record;
    }

    private static SimulatedRun Simulated(ulong seed)
    {
        var run = new SimulatedRun(seed, SimulatedRunSettings.Of(seed), Undisturbed);
        run.Run();
        return run;
    }
}
