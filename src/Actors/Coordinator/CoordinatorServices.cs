using Akka.Actor;
using Moe.Actors.Ports;
using Moe.Curriculum.Batches;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>What the coordinator of a run works with.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Data">The run's rows.</param>
/// <param name="Evaluator">Scores tasks; null: nothing is scored.</param>
/// <param name="Office">The run folder.</param>
/// <param name="Region">Where experts are summoned.</param>
/// <param name="Outcome">Set when the run is over.</param>
/// <param name="RunHash">Hash of the run's settings.</param>
/// <param name="RunText">The run's settings as text.</param>
/// <param name="Placing">Places experts.</param>
/// <param name="SnapshotEvery">Steps between snapshots in memory.</param>
/// <param name="PlacementEvery">Steps between looks at the placement.</param>
/// <param name="NodesMin">Nodes that must be present before the run begins.</param>
public sealed record CoordinatorServices(
    NodeServices Node, TrainingData Data, RunEvaluator? Evaluator, IRunOffice Office, IActorRef Region,
    TaskCompletionSource<RunOutcome> Outcome, string RunHash, string RunText, ExpertPlacing Placing, int SnapshotEvery,
    int PlacementEvery, int NodesMin)
{
    /// <summary>Every expert of the run.</summary>
    public ExpertId[] Experts { get; } = [.. Node.Settings.Model.AllExperts()];

    /// <summary>The nodes that single experts belong on, before any operation.</summary>
    public required IReadOnlyDictionary<ExpertId, string> Pins { get; init; }

    /// <summary>Whether no other node can come.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Notices that other nodes end; null: nobody but the cluster does.</summary>
    public INodeWatch? Watch { get; init; }

    /// <summary>Every so-manyth step is followed; 0: none.</summary>
    public int TraceEvery { get; init; }
}
