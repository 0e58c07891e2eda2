using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Which node each expert should live on, given the nodes there are, where the experts are now, the nodes that single experts
/// belong on, and what was asked of the experts (null: not counted yet). Pure.
/// </summary>
public delegate IReadOnlyDictionary<ExpertId, string> ExpertPlacing(
    IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current, IReadOnlyDictionary<ExpertId, string> pins,
    MeasuredLoad? load);

/// <summary>What a coordinator is told about its place when it takes office.</summary>
/// <param name="Node">Address of the node it runs on.</param>
/// <param name="RunHash">Hash of the run's settings, which every node must share.</param>
/// <param name="RunText">The run's settings as text, to show differences.</param>
/// <param name="Placing">Places experts.</param>
/// <param name="Durable">Step of the newest whole checkpoint; null: none.</param>
/// <param name="SnapshotEvery">Steps between snapshots in memory; they are taken while there is more than one node.</param>
/// <param name="PlacementEvery">Steps between looks at whether experts would better live elsewhere; 0: only when nodes come or go.</param>
/// <param name="NodesMin">Nodes that must be present before the run begins.</param>
public sealed record CoordinatorSettings(
    string Node, string RunHash, string RunText, ExpertPlacing Placing, long? Durable, int SnapshotEvery,
    int PlacementEvery = 0, int NodesMin = 1)
{
    /// <summary>Whether no other node can come: what has no room now never will.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The nodes that single experts belong on, before any operation.</summary>
    public IReadOnlyDictionary<ExpertId, string> Pins { get; init; } = new Dictionary<ExpertId, string>();
}
