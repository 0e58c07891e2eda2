using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Cluster.Placement;

/// <summary>The planner as a run's coordinator asks it: nodes as they describe themselves, one copy of every expert.</summary>
internal static class RunPlacing
{
    private const string Device = "experts";

    // Weights, gradients and both moments, and as much again for the copies of snapshots, each of four bytes.
    private const int BytesPerParameter = 32;

    // Far more than any machine has, and small enough that sums of it are exact.
    private const long UnlimitedBytes = 1L << 50;

    private static readonly Dictionary<ExpertId, string> NoPins = [];
    private static readonly Dictionary<ExpertId, int> OneCopy = [];

    /// <summary>Places the experts of a run.</summary>
    public static ExpertPlacing Of(TrainingSettings settings)
    {
        PlacementPlanner planner = new(new PlacementSettings());
        ExpertDemand[] demands = [.. settings.Model.AllExperts().Select(expert => new ExpertDemand(
            expert, BytesPerParameter * ExpertFactory.LayoutOf(settings.Model, expert).Count, Load: 0, Onward: []))];
        return (nodes, current) => planner
            .Plan([.. nodes.Select(Capabilities)], demands, current.ToDictionary(entry => entry.Key, Seats), NoPins, OneCopy)
            .Seats.ToDictionary(entry => entry.Key, entry => entry.Value[0].Node);
    }

    private static IReadOnlyList<ExpertSeat> Seats(KeyValuePair<ExpertId, string> place) => [new(place.Value, Device)];

    private static NodeCapabilities Capabilities(NodeDescription node) => new(
        node.Address, node.Address, [new NodeDevice(Device, Math.Min(node.MemoryBytes, UnlimitedBytes), node.Speed)],
        node.Roles.Aggregate(NodeRoles.None, (roles, role) => roles | Enum.Parse<NodeRoles>(role, ignoreCase: true)));
}
