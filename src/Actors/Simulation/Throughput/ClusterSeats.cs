using Moe.Actors.Placement;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>Which nodes live and which expert sits where, kept by the planner.</summary>
internal sealed class ClusterSeats
{
    private readonly ThroughputSettings settings;
    private readonly TaskPaths paths;
    private readonly NodeCapabilities[] nodes;
    private readonly ExpertDemand[] demands;
    private readonly Dictionary<string, int> indexOf;
    private readonly PlacementPlanner planner = new(new PlacementSettings());
    private readonly Dictionary<Model.ExpertId, int> replicas;

    public ClusterSeats(ThroughputSettings settings, WorkCosts costs, TaskPaths paths, double[] speed)
    {
        (this.settings, this.paths) = (settings, paths);
        var free = (long)Math.Max(0, settings.MemoryBytes - (WorkCosts.BytesHeld * costs.VocabularyParameters));
        nodes = [.. speed.Select((own, i) => new NodeCapabilities($"node-{i:D5}", "", [new NodeDevice("device", free, own)]))];
        indexOf = nodes.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index);
        demands = paths.Demands(settings, costs);
        replicas = paths.Experts.ToDictionary(expert => expert, _ => settings.Replicas);
        Alive = [.. Enumerable.Repeat(true, nodes.Length)];
        Nodes = new int[demands.Length][];
        Plan = Replan();
    }

    /// <summary>Which nodes are up.</summary>
    public bool[] Alive { get; }

    /// <summary>For every expert the nodes of its copies that live, primary first.</summary>
    public int[][] Nodes { get; }

    /// <summary>The newest plan.</summary>
    public PlacementPlan Plan { get; private set; }

    /// <summary>Bytes a step between experts of neighbouring layers, as the planner is told.</summary>
    public double Traffic => demands.Sum(demand => demand.Onward.Sum(traffic => traffic.BytesPerStep));

    public string NameOf(int node) => nodes[node].Name;

    public int IndexOf(ExpertSeat seat) => indexOf[seat.Node];

    /// <summary>The copy that a micro-batch goes to.</summary>
    public int SeatOf(int expert, int microBatch) => Nodes[expert][microBatch % Nodes[expert].Length];

    /// <summary>A node is gone.</summary>
    /// <returns>Copies it held, and whether an expert has no other.</returns>
    public (int Copies, bool LosesExpert) Lose(int node)
    {
        Alive[node] = false;
        var (copies, loses) = (0, false);
        for (var expert = 0; expert < Nodes.Length; expert++)
        {
            if (!Nodes[expert].Contains(node)) continue;
            Nodes[expert] = [.. Nodes[expert].Where(other => other != node)];
            copies++;
            loses |= Nodes[expert].Length == 0;
        }
        return (copies, loses);
    }

    /// <summary>Plans anew for the nodes that live; the moves are in <see cref="Plan"/>.</summary>
    public PlacementPlan Replan()
    {
        var wanted = settings.Replicas == 1 ? [] : replicas;
        var current = Plan?.Seats ?? new Dictionary<Model.ExpertId, IReadOnlyList<ExpertSeat>>();
        Plan = planner.Plan([.. nodes.Where((_, i) => Alive[i])], demands, current, new Dictionary<Model.ExpertId, string>(), wanted);
        for (var expert = 0; expert < demands.Length; expert++)
            Nodes[expert] = [.. Plan.Seats[paths.Experts[expert]].Select(IndexOf)];
        return Plan;
    }
}
