using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Model;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Runs whose experts become more and fewer while everything goes wrong.</summary>
public sealed class GrownRunSpecs
{
    // The second stage begins at step 8 by making experts copies of their layer's first that is on.
    private static readonly AcceptedOperation[] Given =
    [
        At(1, 2, OperationKind.Prune, "encoder.0.1"),
        At(2, 4, OperationKind.Clone, "encoder.0.0", "encoder.0.1"),
        At(3, 4, OperationKind.Merge, "decoder.0.1", "decoder.0.0"),
        At(4, 7, OperationKind.Prune, "decoder.1.0"),
        At(5, 9, OperationKind.Activate, "decoder.1.0"),
        At(6, 11, OperationKind.Clone, "decoder.0.1", "decoder.0.0"),
    ];

    // Made-up plans pick the first expert of every layer: the other is pruned, cloned at the next look, pruned again and so on.
    private static readonly GrowthSettings Policy = new() { Every = 3, PruneBelow = 0.5, CloneAbove = 0.9 };

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void End_with_the_weights_of_an_undisturbed_run(bool byPolicy, int replicas)
    {
        SimulatedRunSettings Settings(SimulatedRunSettings troubles) => troubles with
        {
            Replicas = replicas,
            Operations = byPolicy ? [] : Given,
            Growth = byPolicy ? Policy : new GrowthSettings(),
        };
        var calm = Run(0, Settings(new SimulatedRunSettings { Nodes = 1 }), null);
        List<RunRecord> records = [];
        for (var seed = 1UL; seed <= 40; seed++) records.Add(Run(seed, Settings(SimulatedRunSettings.Of(seed)), calm));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{records.Sum(record => record.Changed)} changes, {records.Sum(record => record.Replayed)} steps computed again");
        Assert.True(calm.Changed >= 3, $"{calm.Changed} experts were cloned or merged");
        Assert.True(records.Sum(record => record.Changed) > records.Count * calm.Changed, "no change was made again");
    }

    private static RunRecord Run(ulong seed, SimulatedRunSettings settings, RunRecord? reference)
    {
        var run = new SimulatedRun(seed, settings, reference);
        run.Run();
        return run.Record;
    }

    private static AcceptedOperation At(long id, long step, OperationKind kind, string expert, string? other = null) => new(
        id, step, "an operator", "a spec",
        new RunOperation(kind) { Expert = ExpertId.Parse(expert), Other = other is null ? null : ExpertId.Parse(other) });
}
