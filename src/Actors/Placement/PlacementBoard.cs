using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Placement;

/// <summary>A device while a plan is made.</summary>
internal sealed class PlacementBin(int index, int node, ExpertSeat seat, NodeDevice device, bool open)
{
    public int Index => index;

    public int Node => node;

    public ExpertSeat Seat => seat;

    public double Speed => device.Speed;

    public long Capacity => device.FreeBytes;

    /// <summary>Whether experts may come here; a node that is to be emptied only keeps what is pinned to it.</summary>
    public bool Open => open;

    public long Free { get; set; } = device.FreeBytes;

    public long Load { get; set; }

    /// <summary>Indices of the copies here, in no order that a decision may depend on.</summary>
    public List<int> Copies { get; } = [];

    public double Relative => Load / Speed;
}

/// <summary>A copy of an expert while a plan is made.</summary>
internal sealed class PlacementCopy(int index, int expert, long bytes, long load)
{
    public const int Nowhere = -1;

    public int Index => index;

    public int Expert => expert;

    public long Bytes => bytes;

    public long Load => load;

    /// <summary>The device it is planned for.</summary>
    public int Bin { get; set; } = Nowhere;

    /// <summary>The node it is pinned to.</summary>
    public int PinnedNode { get; set; } = Nowhere;

    /// <summary>Where it is today; null when it is nowhere.</summary>
    public ExpertSeat? From { get; set; }

    public MoveReason Reason { get; set; } = MoveReason.New;
}

/// <summary>
/// The state of a plan in the making. Nodes are in the order of their names and experts in their own, so the order of the
/// inputs cannot reach a decision; loads are whole numbers, so a sum does not depend on the order in which a plan came about.
/// </summary>
internal sealed class PlacementBoard
{
    // Enough digits for the smallest share of a hundred thousand experts, far from overflow in a sum.
    private const double LoadUnits = 1L << 44;
    private readonly int[] first;
    private readonly int[] firstBin;
    private readonly double[] affinity;
    private readonly List<int> touched = [];

    public PlacementBoard(
        IReadOnlyList<NodeCapabilities> nodes, IReadOnlyList<ExpertDemand> demands, IReadOnlyDictionary<ExpertId, int> replicas)
    {
        Nodes = [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
        Demands = [.. demands.OrderBy(demand => demand.Expert)];
        Bins = [.. BinsOf(Nodes)];
        firstBin = new int[Nodes.Length + 1];
        foreach (var bin in Bins) firstBin[bin.Node + 1]++;
        for (var i = 0; i < Nodes.Length; i++) firstBin[i + 1] += firstBin[i];
        affinity = new double[Nodes.Length];
        for (var i = 0; i < Nodes.Length; i++) NodeIndex.Add(Nodes[i].Name, i);
        for (var i = 0; i < Demands.Length; i++) ExpertIndex.Add(Demands[i].Expert, i);
        foreach (var bin in Bins) BinIndex.Add(bin.Seat, bin.Index);
        first = new int[Demands.Length + 1];
        var copies = new List<PlacementCopy>(Demands.Length);
        var shares = Shares(Demands);
        for (var i = 0; i < Demands.Length; i++)
        {
            first[i] = copies.Count;
            var count = Math.Max(1, replicas.GetValueOrDefault(Demands[i].Expert, 1));
            var load = Math.Max(1, (long)Math.Round(shares[i] / count * LoadUnits));
            for (var rank = 0; rank < count; rank++) copies.Add(new PlacementCopy(copies.Count, i, Demands[i].Bytes, load));
        }
        first[^1] = copies.Count;
        Copies = [.. copies];
        Neighbours = PlacementTraffic.Neighbours(Demands, ExpertIndex);
        Level = LevelOf();
    }

    public NodeCapabilities[] Nodes { get; }

    public ExpertDemand[] Demands { get; }

    public PlacementBin[] Bins { get; }

    public PlacementCopy[] Copies { get; }

    /// <summary>For every expert the experts it exchanges with, both ways, and how much.</summary>
    public (int Expert, double Bytes)[][] Neighbours { get; }

    public Dictionary<string, int> NodeIndex { get; } = new(StringComparer.Ordinal);

    public Dictionary<ExpertId, int> ExpertIndex { get; } = [];

    public Dictionary<ExpertSeat, int> BinIndex { get; } = [];

    /// <summary>The load by speed that every open device would have if experts could be cut into pieces.</summary>
    public double Level { get; }

    /// <summary>The copies of an expert, the primary first.</summary>
    public ReadOnlySpan<PlacementCopy> CopiesOf(int expert) => Copies.AsSpan(first[expert], first[expert + 1] - first[expert]);

    /// <summary>The devices of a node.</summary>
    public ReadOnlySpan<PlacementBin> BinsOf(int node) => Bins.AsSpan(firstBin[node], firstBin[node + 1] - firstBin[node]);

    public bool IsPrimary(PlacementCopy copy) => copy.Index == first[copy.Expert];

    /// <summary>Whether a copy may come to a device: there is room, and no other copy of its expert on the node.</summary>
    public bool Fits(PlacementCopy copy, PlacementBin bin) =>
        bin.Open && bin.Free >= copy.Bytes && !HasSibling(copy, bin.Node);

    public bool HasSibling(PlacementCopy copy, int node)
    {
        foreach (var sibling in CopiesOf(copy.Expert))
        {
            if (sibling != copy && sibling.Bin != PlacementCopy.Nowhere && Bins[sibling.Bin].Node == node) return true;
        }
        return false;
    }

    public void Seat(PlacementCopy copy, PlacementBin bin)
    {
        copy.Bin = bin.Index;
        bin.Copies.Add(copy.Index);
        bin.Free -= copy.Bytes;
        bin.Load += copy.Load;
    }

    public void Unseat(PlacementCopy copy)
    {
        var bin = Bins[copy.Bin];
        bin.Copies.Remove(copy.Index);
        bin.Free += copy.Bytes;
        bin.Load -= copy.Load;
        copy.Bin = PlacementCopy.Nowhere;
    }

    public void Move(PlacementCopy copy, PlacementBin bin, MoveReason reason)
    {
        Unseat(copy);
        Seat(copy, bin);
        // What had to move anyway keeps its first reason.
        if (copy.From is not null && copy.Reason == MoveReason.New) copy.Reason = reason;
    }

    /// <summary>Bytes a copy would exchange within a node.</summary>
    public double Affinity(PlacementCopy copy, int node)
    {
        var sum = 0.0;
        foreach (var (other, bytes) in Neighbours[copy.Expert])
        {
            var copies = CopiesOf(other);
            foreach (var neighbour in copies)
            {
                if (neighbour.Bin != PlacementCopy.Nowhere && Bins[neighbour.Bin].Node == node)
                    sum += bytes / (copies.Length * CopiesOf(copy.Expert).Length);
            }
        }
        return sum;
    }

    /// <summary>The nodes that hold neighbours of some copies, those that exchange most with them first.</summary>
    public List<(int Node, double Bytes)> NodesByAffinity(ReadOnlySpan<PlacementCopy> unit)
    {
        foreach (var copy in unit)
        {
            foreach (var (other, bytes) in Neighbours[copy.Expert])
            {
                var copies = CopiesOf(other);
                foreach (var neighbour in copies)
                {
                    if (neighbour.Bin == PlacementCopy.Nowhere) continue;
                    var node = Bins[neighbour.Bin].Node;
                    if (affinity[node] == 0) touched.Add(node);
                    affinity[node] += bytes / (copies.Length * CopiesOf(copy.Expert).Length);
                }
            }
        }
        var found = new List<(int Node, double Bytes)>(touched.Count);
        foreach (var node in touched)
        {
            found.Add((node, affinity[node]));
            affinity[node] = 0;
        }
        touched.Clear();
        found.Sort((a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : a.Node.CompareTo(b.Node));
        return found;
    }

    private static IEnumerable<PlacementBin> BinsOf(NodeCapabilities[] nodes)
    {
        var index = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (!nodes[i].Roles.HasFlag(NodeRoles.Expert)) continue;
            foreach (var device in nodes[i].Devices.OrderBy(device => device.Name, StringComparer.Ordinal))
            {
                if (!(device.Speed > 0) || !double.IsFinite(device.Speed) || device.FreeBytes < 0)
                {
                    throw new ConfigurationException(
                        $"Device {device.Name} of node {nodes[i].Name} announces speed {device.Speed} and {device.FreeBytes} free bytes; "
                        + "expected a speed above 0 and bytes of at least 0. Restart the node so that it measures again.");
                }
                yield return new PlacementBin(index++, i, new ExpertSeat(nodes[i].Name, device.Name), device, !nodes[i].Draining);
            }
        }
    }

    // An expert that no route has taken yet still counts a little, or all such experts would share one device.
    private static double[] Shares(ExpertDemand[] demands)
    {
        var total = demands.Sum(demand => demand.Load);
        var least = total > 0 ? total / demands.Length / 100 : 1;
        var loads = demands.Select(demand => Math.Max(demand.Load, least)).ToArray();
        var sum = loads.Sum();
        return [.. loads.Select(load => load / sum)];
    }

    // An expert with more load than a device's share keeps a device for itself; the level is that of the rest.
    private double LevelOf()
    {
        var open = Bins.Where(bin => bin.Open).ToArray();
        if (open.Length == 0) return 0;
        var (load, speed) = (Copies.Sum(copy => copy.Load), open.Sum(bin => bin.Speed));
        var mean = speed / open.Length;
        double rest = load;
        foreach (var copy in Copies.OrderByDescending(copy => copy.Load))
        {
            if (copy.Load <= rest / speed * mean || speed < 1.5 * mean) break;
            (rest, speed) = (rest - copy.Load, speed - mean);
        }
        return rest / speed;
    }
}
