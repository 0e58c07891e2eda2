using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Actors.Placement;

/// <summary>
/// Places a run's experts on its nodes with the planner: memory and computing of an expert follow from its size, and an expert of
/// a routed layer is taken to be used by its share of the rows. Replicas of an expert are on different nodes; those for which
/// there is no further node, or no memory, have no place.
/// </summary>
public sealed class RunPlacing
{
    // Weights, gradients and two moments, each a float of four bytes.
    private const int BytesPerParameter = 16;

    private readonly PlacementPlanner planner = new(new PlacementSettings());
    private readonly IReadOnlyList<ExpertDemand> demands;
    private readonly ReplicaSettings replicas;
    private readonly Dictionary<ExpertId, int> copies;

    /// <summary>A placing of a run's experts by their sizes.</summary>
    public RunPlacing(ModelShape shape, ReplicaSettings replicas)
        : this(DemandsOf(shape), replicas)
    {
    }

    /// <summary>A placing of experts by what they ask for.</summary>
    public RunPlacing(IReadOnlyList<ExpertDemand> demands, ReplicaSettings replicas)
    {
        (this.demands, this.replicas) = (demands, replicas);
        copies = demands.ToDictionary(demand => demand.Expert, demand => replicas.Of(demand.Expert));
    }

    /// <summary>The newest plan; null before the first.</summary>
    public PlacementPlan? Newest { get; private set; }

    /// <summary>The node of every replica that has a place.</summary>
    /// <param name="nodes">The nodes there are.</param>
    /// <param name="current">Where replicas are.</param>
    /// <param name="pins">The nodes that single experts belong on, by any name of theirs; one that is not there is passed over.</param>
    /// <param name="load">What was asked of the experts; null: not counted yet.</param>
    /// <exception cref="Model.Failures.EnvironmentException">The nodes have too little memory for one replica of each.</exception>
    public IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current, IReadOnlyDictionary<ExpertId, string> pins,
        MeasuredLoad? load)
    {
        var hosts = nodes.Where(node => node.HoldsExperts).Select(node => new NodeCapabilities(
            node.Address, node.Address, [new NodeDevice("all", node.MemoryBytes, node.Speed)])).ToArray();
        var seats = current.OrderBy(entry => entry.Key).GroupBy(entry => entry.Key.AsExpert()).ToDictionary(
            expert => expert.Key, expert => (IReadOnlyList<ExpertSeat>)[.. expert.Select(entry => new ExpertSeat(entry.Value, "all"))]);
        var addresses = pins.ToDictionary(
            pin => pin.Key, pin => nodes.FirstOrDefault(node => node.IsCalled(pin.Value))?.Address ?? pin.Value);
        var plan = Newest = planner.Plan(hosts, load?.Demands(demands) ?? demands, seats, addresses, copies);
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

    // Who has a seat already keeps it; the others take what is left. With as many replicas as nodes, each node so has one replica of
    // every expert, always the same: a micro-batch finds all of its experts on one node.
    private IEnumerable<KeyValuePair<ExpertId, string>> Assign(
        ExpertId expert, IReadOnlyList<string> nodes, IReadOnlyDictionary<ExpertId, string> current)
    {
        var staying = replicas.All(expert).Where(replica => nodes.Contains(current.GetValueOrDefault(replica)))
            .ToDictionary(replica => replica, replica => current[replica]);
        var others = replicas.All(expert).Where(replica => !staying.ContainsKey(replica))
            .Zip(nodes.Except(staying.Values).Order(StringComparer.Ordinal), KeyValuePair.Create);
        return staying.Concat(others);
    }
}
