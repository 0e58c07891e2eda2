using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Actors.Placement;

/// <summary>
/// Places a run's experts on its nodes with the planner: memory follows from an expert's size, and computing and traffic from what was
/// counted. As long as nothing was, an expert of a routed layer is taken to be used by its share of the rows. Replicas of an expert
/// are on different nodes; those for which there is no further node, or no memory, have no place.
/// </summary>
public sealed class RunPlacing
{
    // Weights, gradients and two moments, each a float of four bytes.
    private const int BytesPerParameter = 16;

    private readonly PlacementPlanner planner = new(new PlacementSettings());
    private readonly IReadOnlyList<ExpertDemand> demands;
    private readonly IReadOnlyDictionary<ExpertId, string> pins;
    private readonly ReplicaSettings replicas;
    private readonly Dictionary<ExpertId, int> copies;

    /// <summary>A placing of a run's experts by their sizes; pins name the node of single experts.</summary>
    public RunPlacing(ModelShape shape, ReplicaSettings replicas, IReadOnlyDictionary<ExpertId, string> pins)
        : this(DemandsOf(shape), replicas, pins)
    {
    }

    /// <summary>A placing of experts by what they ask for.</summary>
    public RunPlacing(IReadOnlyList<ExpertDemand> demands, ReplicaSettings replicas, IReadOnlyDictionary<ExpertId, string> pins)
    {
        (this.demands, this.replicas, this.pins) = (demands, replicas, pins);
        copies = demands.ToDictionary(demand => demand.Expert, demand => replicas.Of(demand.Expert));
    }

    /// <summary>The newest plan; null before the first.</summary>
    public PlacementPlan? Newest { get; private set; }

    /// <summary>The node of every replica that has a place.</summary>
    /// <exception cref="Model.Failures.EnvironmentException">The nodes have too little memory for one replica of each.</exception>
    public IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current, MeasuredLoad? load)
    {
        var hosts = nodes.Where(node => node.Roles.Contains("expert")).Select(node => new NodeCapabilities(
            node.Address, node.Address, [new NodeDevice("all", node.MemoryBytes, node.Speed)])).ToArray();
        var seats = current.OrderBy(entry => entry.Key).GroupBy(entry => entry.Key.AsExpert()).ToDictionary(
            expert => expert.Key, expert => (IReadOnlyList<ExpertSeat>)[.. expert.Select(entry => new ExpertSeat(entry.Value, "all"))]);
        var plan = Newest = planner.Plan(hosts, load?.Demands(demands) ?? demands, seats, pins, copies);
        return plan.Seats.SelectMany(entry => Assign(entry.Key, plan.NodesOf(entry.Key), current)).ToDictionary();
    }

    private static ExpertDemand[] DemandsOf(ModelShape shape) =>
    [
        .. shape.AllExperts().GroupBy(expert => (expert.Kind, expert.Layer)).SelectMany(layer => layer.Select(expert =>
        {
            var parameters = ExpertFactory.LayoutOf(shape, expert).Count;
            return new ExpertDemand(expert, parameters * BytesPerParameter, (double)parameters / layer.Count(), []);
        })),
    ];

    // Who has a seat already keeps it; the others take what is left, in order.
    private IEnumerable<KeyValuePair<ExpertId, string>> Assign(
        ExpertId expert, IReadOnlyList<string> nodes, IReadOnlyDictionary<ExpertId, string> current)
    {
        var staying = replicas.All(expert).Where(replica => nodes.Contains(current.GetValueOrDefault(replica)))
            .ToDictionary(replica => replica, replica => current[replica]);
        var others = replicas.All(expert).Where(replica => !staying.ContainsKey(replica))
            .Zip(nodes.Except(staying.Values), KeyValuePair.Create);
        return staying.Concat(others);
    }
}
