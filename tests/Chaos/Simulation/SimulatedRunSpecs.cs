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

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{records.Count} seeds: {records.Sum(record => record.Recoveries)} recoveries, {records.Sum(record => record.Replayed)} "
            + $"steps computed again, {records.Sum(record => record.Offices)} coordinators, {records.Sum(record => record.Deposed)} deposed, "
            + $"{records.Sum(record => record.Releases)} nodes released, {records.Sum(record => record.Retried)} micro-batches tried again, "
            + $"{records.Sum(record => record.Voided)} steps voided");
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
