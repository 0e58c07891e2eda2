namespace Moe.Actors.Placement;

/// <summary>
/// The fourth part of a plan: layers of popular paths come together where that saves more traffic within
/// <see cref="PlacementSettings.PaybackSteps"/> than the move costs, by moves and by exchanges of two experts. Balance comes
/// first: the load outside the goal never grows. Every change makes the crossing traffic smaller, so the work ends.
/// </summary>
internal sealed class PathGathering(PlacementBoard board, PlacementSettings settings, LoadBalancing balance)
{
    // Sums of the same traffic in another order may differ in the last digits; that is no gain.
    private const double Rounding = 1e-9;

    /// <summary>Moves and exchanges until a whole round changes nothing.</summary>
    /// <returns>Whether anything moved.</returns>
    public bool Run()
    {
        var changed = false;
        for (var again = true; again; changed |= again)
        {
            again = false;
            foreach (var copy in board.Copies) again |= IsMovable(copy) && board.Neighbours[copy.Expert].Length > 0 && Gather(copy);
        }
        return changed;
    }

    private static bool IsMovable(PlacementCopy copy) => copy.Bin != PlacementCopy.Nowhere && copy.PinnedNode == PlacementCopy.Nowhere;

    private double Cost(PlacementCopy copy) => copy.Bytes / settings.PaybackSteps;

    private bool Gather(PlacementCopy copy)
    {
        var from = board.Bins[copy.Bin];
        if (!from.Open) return false;
        var nodes = board.NodesByAffinity([copy]);
        var here = nodes.Find(entry => entry.Node == from.Node).Bytes;
        foreach (var (node, bytes) in nodes)
        {
            var gain = bytes - here;
            if (gain <= Cost(copy) + (bytes * Rounding)) return false;
            if (node == from.Node || board.HasSibling(copy, node)) continue;
            if (MoveTo(copy, from, node) || ExchangeWith(copy, from, node, gain)) return true;
        }
        return false;
    }

    private bool MoveTo(PlacementCopy copy, PlacementBin from, int node)
    {
        foreach (var to in board.BinsOf(node))
        {
            if (!to.Open || to.Free < copy.Bytes || balance.Gain(from, to, copy.Load) < 0) continue;
            board.Move(copy, to, MoveReason.Path);
            return true;
        }
        return false;
    }

    private bool ExchangeWith(PlacementCopy copy, PlacementBin from, int node, double gain)
    {
        (double Gain, PlacementCopy Copy)? best = null;
        foreach (var to in board.BinsOf(node))
        {
            if (!to.Open) continue;
            foreach (var index in to.Copies)
            {
                var other = board.Copies[index];
                if (!CanExchange(copy, other, from, to)) continue;
                var both = gain + board.Affinity(other, from.Node) - board.Affinity(other, node) - (2 * Between(copy, other));
                if (both <= Cost(copy) + Cost(other) + (Math.Abs(gain) * Rounding)) continue;
                if (best is null || (both, best.Value.Copy.Index).CompareTo((best.Value.Gain, index)) > 0) best = (both, other);
            }
        }
        if (best is not { Copy: { } chosen }) return false;
        var target = board.Bins[chosen.Bin];
        board.Move(chosen, from, MoveReason.Path);
        board.Move(copy, target, MoveReason.Path);
        return true;
    }

    private bool CanExchange(PlacementCopy copy, PlacementCopy other, PlacementBin from, PlacementBin to)
    {
        if (other.PinnedNode != PlacementCopy.Nowhere || board.HasSibling(other, from.Node)) return false;
        // For a moment one side holds both.
        if (from.Free < other.Bytes && to.Free < copy.Bytes) return false;
        if (from.Free + copy.Bytes < other.Bytes || to.Free + other.Bytes < copy.Bytes) return false;
        return balance.Gain(from, to, copy.Load - other.Load) >= 0;
    }

    private double Between(PlacementCopy copy, PlacementCopy other)
    {
        foreach (var (expert, bytes) in board.Neighbours[copy.Expert])
        {
            if (expert == other.Expert) return bytes / (board.CopiesOf(copy.Expert).Length * board.CopiesOf(expert).Length);
        }
        return 0;
    }
}
