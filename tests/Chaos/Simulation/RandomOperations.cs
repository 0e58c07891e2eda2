using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Operations given at random; many are refused.</summary>
internal sealed class RandomOperations(RandomDraws draws)
{
    private static readonly ExpertId[] Experts = [.. SmallRun.Shape.AllExperts()];

    // A run that stays paused shows nothing.
    private static readonly OperationKind[] Kinds =
    [
        OperationKind.Pause, OperationKind.Resume, OperationKind.Resume, OperationKind.Checkpoint, OperationKind.Drain,
        OperationKind.Move, OperationKind.Pin, OperationKind.Unpin, OperationKind.Freeze, OperationKind.Freeze, OperationKind.Unfreeze,
        OperationKind.Quarantine, OperationKind.Release, OperationKind.Undo,
    ];

    /// <summary>What ends a pause.</summary>
    public static CoordinatorCommands.Operate Resume { get; } = Given(new RunOperation(OperationKind.Resume), key: "");

    public RandomDraws Draws => draws;

    // The third task is left: were all to rest, the run would end.
    public CoordinatorCommands.Operate Next(SimulatedCluster cluster)
    {
        var form = OperationForm.Of(draws.Pick(Kinds));
        RunOperation all = new(form.Kind)
        {
            Expert = draws.Pick(Experts),
            Node = draws.Pick([.. cluster.Nodes]).Name,
            Task = draws.Pick(SmallRun.Tasks[..2]),
            Undone = draws.Below(6) + 1,
        };
        // Now and then a key comes twice: then it is the wish of before, or is refused.
        return Given(OperationForm.Read(OperationForm.NameOf(form.Kind), form.Write(all)), $"{draws.Below(500)}");
    }

    private static CoordinatorCommands.Operate Given(RunOperation operation, string key) =>
        new(operation, "the simulator", "by chance", key);
}
