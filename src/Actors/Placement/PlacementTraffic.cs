using System.Runtime.InteropServices;
using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>Traffic between experts as a graph.</summary>
internal static class PlacementTraffic
{
    /// <summary>For every expert its neighbours in order, with the bytes both ways. Unknown experts are left out.</summary>
    public static (int Expert, double Bytes)[][] Neighbours(ExpertDemand[] demands, Dictionary<ExpertId, int> index)
    {
        var merged = new Dictionary<int, double>[demands.Length];
        for (var i = 0; i < demands.Length; i++) merged[i] = [];
        for (var from = 0; from < demands.Length; from++)
        {
            foreach (var traffic in demands[from].Onward.OrderBy(traffic => traffic.To).ThenBy(traffic => traffic.BytesPerStep))
            {
                if (!(traffic.BytesPerStep > 0) || !index.TryGetValue(traffic.To, out var to) || to == from) continue;
                CollectionsMarshal.GetValueRefOrAddDefault(merged[from], to, out _) += traffic.BytesPerStep;
                CollectionsMarshal.GetValueRefOrAddDefault(merged[to], from, out _) += traffic.BytesPerStep;
            }
        }
        return [.. merged.Select(edges => edges.OrderBy(edge => edge.Key).Select(edge => (edge.Key, edge.Value)).ToArray())];
    }

    /// <summary>
    /// Bytes of a step that cross between nodes. With replicas the traffic of a pair of experts is spread evenly over the
    /// pairs of their copies.
    /// </summary>
    public static double Crossing(PlacementBoard board)
    {
        var sum = 0.0;
        for (var expert = 0; expert < board.Demands.Length; expert++)
        {
            foreach (var (other, bytes) in board.Neighbours[expert])
            {
                if (other < expert) continue;
                var left = board.CopiesOf(expert);
                var right = board.CopiesOf(other);
                foreach (var one in left)
                {
                    foreach (var two in right)
                    {
                        if (one.Bin == PlacementCopy.Nowhere || two.Bin == PlacementCopy.Nowhere
                            || board.Bins[one.Bin].Node != board.Bins[two.Bin].Node)
                        {
                            sum += bytes / (left.Length * right.Length);
                        }
                    }
                }
            }
        }
        return sum;
    }
}
