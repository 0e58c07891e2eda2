using Moe.Actors.Placement;
using Moe.Model;
using Moe.Model.Randomness;
using Xunit;

namespace Moe.Unit.Specs.Actors.Placement;

/// <summary>Made-up nodes, experts and routes, and what must hold of every plan for them.</summary>
internal sealed class PlacementScenario
{
    private const int Layers = 6;
    private readonly RandomStream stream;
    private ulong drawn;

    private PlacementScenario(int seed) => stream = RandomStream.For((ulong)seed, 0, 0, "specs", "placement");

    public List<NodeCapabilities> Nodes { get; } = [];

    public List<ExpertDemand> Experts { get; set; } = [];

    public Dictionary<ExpertId, string> Pins { get; } = [];

    public Dictionary<ExpertId, int> Replicas { get; } = [];

    /// <summary>A cluster of a seed's size, with devices of several speeds, some replicas and some pins.</summary>
    public static PlacementScenario Of(int seed, bool withTraffic = true)
    {
        var scenario = new PlacementScenario(seed);
        var nodes = 4 + scenario.Below(10);
        var experts = nodes * (4 + scenario.Below(10));
        for (var i = 0; i < nodes; i++) scenario.Nodes.Add(scenario.Node($"node-{i:D2}", 1 + scenario.Below(2)));
        scenario.AddExperts(experts, withTraffic);
        for (var i = 0; i < experts / 8; i++) scenario.Replicas[scenario.AnyExpert()] = 2;
        for (var i = 0; i < experts / 16; i++)
            scenario.Pins[scenario.AnyExpert()] = scenario.Nodes[scenario.Below(nodes)].Name;
        return scenario;
    }

    /// <summary>Nodes that the experts all but fill.</summary>
    public static PlacementScenario Tight(int seed)
    {
        var scenario = new PlacementScenario(seed);
        var nodes = 3 + scenario.Below(8);
        scenario.AddExperts(nodes * (4 + scenario.Below(8)), withTraffic: true);
        var bytes = scenario.Experts.Sum(expert => expert.Bytes) * (1.08 + (0.1 * scenario.Uniform())) / nodes;
        for (var i = 0; i < nodes; i++) scenario.Nodes.Add(OneDevice($"node-{i:D2}", (long)bytes + 40, 1 + scenario.Below(3)));
        return scenario;
    }

    /// <summary>Alike nodes and experts of about one load, no wishes: what a plan must do is known exactly.</summary>
    public static PlacementScenario Even(int seed, int nodes, int experts, double spread)
    {
        var scenario = new PlacementScenario(seed);
        for (var i = 0; i < nodes; i++) scenario.Nodes.Add(OneDevice($"node-{i:D4}", 1_000_000, 1));
        scenario.Experts.AddRange(Enumerable.Range(0, experts).Select(i => new ExpertDemand(
            IdOf(i), 100, 1 + (spread * (scenario.Uniform() - 0.5)), [])));
        return scenario;
    }

    /// <summary>Experts of <see cref="Layers"/> layers where a path never leaves its number.</summary>
    public static PlacementScenario Paths(int nodes, int paths)
    {
        var scenario = new PlacementScenario(0);
        for (var i = 0; i < nodes; i++) scenario.Nodes.Add(OneDevice($"node-{i:D4}", 1_000_000, 1));
        for (var path = 0; path < paths; path++)
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                var onward = layer + 1 < Layers ? new[] { new ExpertTraffic(new(ExpertKind.Encoder, layer + 1, path), 1000) } : [];
                scenario.Experts.Add(new ExpertDemand(new ExpertId(ExpertKind.Encoder, layer, path), 100, 1, onward));
            }
        }
        return scenario;
    }

    public static NodeCapabilities OneDevice(string name, long bytes, double speed) =>
        new(name, $"{name}:4000", [new NodeDevice("cpu", bytes, speed)]);

    public PlacementPlan Plan(PlacementPlan? before = null) => new PlacementPlanner(new PlacementSettings()).Plan(
        Nodes, Experts, before?.Seats ?? new Dictionary<ExpertId, IReadOnlyList<ExpertSeat>>(), Pins, Replicas);

    /// <summary>The same scenario with everything listed in another order.</summary>
    public PlacementPlan PlanShuffled(PlacementPlan? before)
    {
        var (nodes, experts) = (Nodes.ToArray(), Experts.ToArray());
        stream.Sub(1).Shuffle<NodeCapabilities>(nodes);
        stream.Sub(2).Shuffle<ExpertDemand>(experts);
        var seats = before?.Seats.Reverse().ToDictionary() ?? [];
        return new PlacementPlanner(new PlacementSettings()).Plan(nodes, experts, seats, Pins, Replicas);
    }

    public void AddNode() => Nodes.Add(Node("node-new", 1));

    public void Drain(int node) => Nodes[node] = Nodes[node] with { Draining = true };

    public int Below(int bound) => stream.Below(bound, drawn++);

    public double Uniform() => stream.Uniform(drawn++);

    /// <summary>What every plan promises, at its end and at every moment of its moves.</summary>
    public void AssertKept(PlacementPlan plan, PlacementPlan? before = null)
    {
        var draining = Nodes.Where(node => node.Draining).Select(node => node.Name).ToHashSet();
        foreach (var expert in Experts)
        {
            var seats = plan.Seats[expert.Expert];
            var missing = plan.Conflicts.Count(found => found.Expert == expert.Expert && found.Kind == PlacementConflictKind.CopyMissing);
            Assert.Equal(Replicas.GetValueOrDefault(expert.Expert, 1), seats.Count + missing);
            Assert.NotEmpty(seats);
            Assert.Equal(seats.Count, seats.Select(seat => seat.Node).Distinct().Count());
            var pin = Pins.GetValueOrDefault(expert.Expert);
            if (pin is not null && Nodes.Any(node => node.Name == pin)) Assert.Equal(pin, seats[0].Node);
            Assert.DoesNotContain(seats, seat => draining.Contains(seat.Node) && seat.Node != pin);
        }
        AssertMoves(plan, before);
    }

    private void AssertMoves(PlacementPlan plan, PlacementPlan? before)
    {
        var known = Nodes
            .SelectMany(node => node.Devices.Select(device => (Seat: new ExpertSeat(node.Name, device.Name), device.FreeBytes)))
            .ToDictionary(entry => entry.Seat, entry => entry.FreeBytes);
        var at = Experts.ToDictionary(expert => expert.Expert, _ => new List<ExpertSeat>());
        foreach (var (expert, seats) in before?.Seats ?? new Dictionary<ExpertId, IReadOnlyList<ExpertSeat>>())
            at[expert].AddRange(seats.Where(known.ContainsKey));
        var bytes = Experts.ToDictionary(expert => expert.Expert, expert => expert.Bytes);
        foreach (var move in plan.Moves)
        {
            if (move.From is { } from) Assert.True(at[move.Expert].Remove(from), $"{move}: it is not there");
            if (move.To is not { } to) continue;
            Assert.DoesNotContain(at[move.Expert], seat => seat.Node == to.Node);
            at[move.Expert].Add(to);
            var held = at.Where(entry => entry.Value.Contains(to)).Sum(entry => bytes[entry.Key]);
            Assert.True(held <= known[to], $"{move}: {held} bytes on {known[to]}");
        }
        foreach (var (expert, seats) in plan.Seats) Assert.Equal(seats.OrderBy(seat => seat.Node), at[expert].OrderBy(seat => seat.Node));
    }

    private static ExpertId IdOf(int i) => new(ExpertKind.Encoder, i % Layers, i / Layers);

    private NodeCapabilities Node(string name, int devices) => new(name, $"{name}:4000",
        [.. Enumerable.Range(0, devices).Select(i => new NodeDevice($"cuda:{i}", 4000 + Below(3000), 1 + Below(3)))]);

    private void AddExperts(int count, bool withTraffic)
    {
        for (var i = 0; i < count; i++)
        {
            var id = IdOf(i);
            var onward = new List<ExpertTraffic>();
            for (var edge = 0; withTraffic && edge < 3 && id.Layer + 1 < Layers; edge++)
            {
                var to = new ExpertId(ExpertKind.Encoder, id.Layer + 1, Below((count / Layers) + 1));
                onward.Add(new ExpertTraffic(to, Math.Pow(10, 3 * Uniform())));
            }
            Experts.Add(new ExpertDemand(id, 100 + Below(150), 0.5 + Uniform(), onward));
        }
    }

    private ExpertId AnyExpert() => Experts[Below(Experts.Count)].Expert;
}
