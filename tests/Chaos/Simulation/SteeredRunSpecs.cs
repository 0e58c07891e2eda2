using Moe.Actors;
using Moe.Actors.Operations;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Runs that are steered while everything goes wrong.</summary>
public sealed class SteeredRunSpecs
{
    // Whatever goes back and is done again has every operation at its own step, so in the end the weights are those of a run that never
    // went back and found the same operations written down from the beginning.
    [Fact]
    public void Ends_with_the_weights_of_an_undisturbed_run_with_the_same_operations_and_loses_none_that_was_accepted()
    {
        var seeds = ulong.Parse(Environment.GetEnvironmentVariable("MOE_SEEDS") ?? "200");
        var first = ulong.Parse(Environment.GetEnvironmentVariable("MOE_FIRST_SEED") ?? "1");
        List<RunRecord> records = [];
        for (var seed = first; seed < first + seeds; seed++)
        {
            var (record, operations) = Run(seed, SimulatedRunSettings.Of(seed) with
            {
                OperateEvery = TimeSpan.FromSeconds(0.7),
                SnapshotEvery = 5,
                // A move leaves a fresh state behind, and here steps are to be computed again.
                PlacementEvery = 0,
            });
            // Where the last nodes have left, the run ended before its last step.
            if (record.Outcome!.End != RunEnd.Finished) continue;
            records.Add(record);
            _ = Run(seed, new SimulatedRunSettings { Nodes = 1, Operations = operations }, record);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ",
            $"{records.Count} runs", $"{records.Sum(record => record.Accepted.Count)} operations",
            $"{records.Sum(record => record.Replayed)} steps computed again"));
        Assert.True(records.Sum(record => record.Accepted.Count) > 5 * records.Count, "hardly an operation was accepted");
        Assert.True(records.Sum(record => record.Replayed) > records.Count / 2, "hardly a step was computed again");
    }

    private static (RunRecord Record, IReadOnlyList<AcceptedOperation> Operations) Run(
        ulong seed, SimulatedRunSettings settings, RunRecord? reference = null)
    {
        var run = new SimulatedRun(seed, settings, reference);
        run.Run();
        return (run.Record, run.Store.Operations);
    }
}
