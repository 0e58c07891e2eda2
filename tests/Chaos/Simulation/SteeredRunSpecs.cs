using Moe.Actors.Operations;
using Moe.Unit.Specs.Actors;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Runs that are steered while everything goes wrong.</summary>
public sealed class SteeredRunSpecs
{
    // The second stage begins at step 8 by making experts copies of their layer's first: those that are frozen stay as they are.
    private static readonly AcceptedOperation[] Given =
    [
        At(1, 4, new RunOperation(OperationKind.Freeze) { Expert = SmallRun.Shape.At(0, 1) }),
        At(2, 5, new RunOperation(OperationKind.Quarantine) { Task = SmallRun.Tasks[1] }),
        At(3, 9, new RunOperation(OperationKind.Freeze) { Expert = SmallRun.Shape.At(3, 0) }),
        At(4, 10, new RunOperation(OperationKind.Unfreeze) { Expert = SmallRun.Shape.At(0, 1) }),
        At(5, 12, new RunOperation(OperationKind.Undo) { Undone = 2 }),
        At(6, 13, new RunOperation(OperationKind.Release) { Task = SmallRun.Tasks[0] }),
    ];

    // Whatever goes back and is done again has every operation at its own step: the weights are those of a run that never went back.
    [Fact]
    public void Ends_with_the_weights_of_an_undisturbed_run_with_the_same_operations_and_loses_none_that_was_accepted()
    {
        RunRecord calm = Run(0, new SimulatedRunSettings { Nodes = 1, Operations = Given }, null);
        List<RunRecord> records = [];
        for (var seed = 1UL; seed <= 100; seed++)
        {
            records.Add(Run(seed, SimulatedRunSettings.Of(seed) with
            {
                Operations = Given,
                OperateEvery = TimeSpan.FromSeconds(2),
                // A move leaves a fresh state behind, and here steps are to be computed again.
                PlacementEvery = 0,
            }, calm));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{records.Sum(record => record.Accepted.Count)} operations, {records.Sum(record => record.Replayed)} steps computed again");
        Assert.True(records.Sum(record => record.Accepted.Count) > 2 * records.Count, "hardly an operation was accepted");
        Assert.True(records.Sum(record => record.Replayed) > records.Count, "hardly a step was computed again");
    }

    private static RunRecord Run(ulong seed, SimulatedRunSettings settings, RunRecord? reference)
    {
        var run = new SimulatedRun(seed, settings, reference);
        run.Run();
        return run.Record;
    }

    private static AcceptedOperation At(long id, long step, RunOperation operation) => new(id, step, "an operator", "a spec", operation);
}
