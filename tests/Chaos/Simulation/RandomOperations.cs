using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Operations that change no bit of a run, whenever they are given.</summary>
internal sealed class RandomOperations(RandomDraws draws)
{
    private static readonly ExpertId[] Experts = [.. SmallRun.Shape.AllExperts()];

    /// <summary>What ends a pause.</summary>
    public static CoordinatorCommands.Operate Resume { get; } = Given(new RunOperation(OperationKind.Resume));

    public RandomDraws Draws => draws;

    public CoordinatorCommands.Operate Next(SimulatedCluster cluster)
    {
        var (expert, node) = (draws.Pick(Experts), draws.Pick([.. cluster.Nodes]).Name);
        OperationKind[] kinds =
        [
            OperationKind.Pause, OperationKind.Resume, OperationKind.Resume, OperationKind.Checkpoint, OperationKind.Drain,
            OperationKind.Move, OperationKind.Pin, OperationKind.Unpin,
        ];
        var kind = draws.Pick(kinds);
        return Given(new RunOperation(kind)
        {
            Expert = kind is OperationKind.Move or OperationKind.Pin or OperationKind.Unpin ? expert : null,
            Node = kind is OperationKind.Move or OperationKind.Pin or OperationKind.Drain ? node : null,
        });
    }

    private static CoordinatorCommands.Operate Given(RunOperation operation) => new(operation, "the simulator", "by chance");
}
