using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Actors.Placement;

/// <summary>
/// Places a run's experts on its nodes with the planner: memory and computing of an expert follow from its size, and an expert of
/// a routed layer is taken to be used by its share of the rows.
/// </summary>
public sealed class RunPlacing
{
    // Weights, gradients and two moments, each a float of four bytes.
    private const int BytesPerParameter = 16;

    private readonly PlacementPlanner planner = new(new PlacementSettings());
    private readonly IReadOnlyList<ExpertDemand> demands;
    private readonly IReadOnlyDictionary<ExpertId, string> pins;

    /// <summary>A placing of a run's experts; pins name the node of single experts.</summary>
    public RunPlacing(ModelShape shape, IReadOnlyDictionary<ExpertId, string> pins)
    {
        this.pins = pins;
        demands =
        [
            .. shape.AllExperts().GroupBy(expert => (expert.Kind, expert.Layer)).SelectMany(layer => layer.Select(expert =>
            {
                var parameters = ExpertFactory.LayoutOf(shape, expert).Count;
                return new ExpertDemand(expert, parameters * BytesPerParameter, (double)parameters / layer.Count(), []);
            })),
        ];
    }

    /// <summary>The node of every expert.</summary>
    /// <exception cref="Model.Failures.EnvironmentException">The nodes have too little memory.</exception>
    public IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current)
    {
        var hosts = nodes.Where(node => node.Roles.Contains("expert")).Select(node => new NodeCapabilities(
            node.Address, node.Address, [new NodeDevice("all", node.MemoryBytes, node.Speed)])).ToArray();
        var seats = current.ToDictionary(
            entry => entry.Key, entry => (IReadOnlyList<ExpertSeat>)[new ExpertSeat(entry.Value, "all")]);
        var plan = planner.Plan(hosts, demands, seats, pins, new Dictionary<ExpertId, int>());
        return plan.Seats.ToDictionary(entry => entry.Key, entry => entry.Value[0].Node);
    }
}
