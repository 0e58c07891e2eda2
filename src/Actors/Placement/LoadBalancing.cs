namespace Moe.Actors.Placement;

/// <summary>
/// The third part of a plan: devices far from the level give experts away or take some, until they are near it or nothing
/// helps any more. What counts is how much load lies outside the goal; a move must take at least a quarter of the load it
/// moves back inside, so every move makes that sum smaller and the work ends.
/// </summary>
internal sealed class LoadBalancing(PlacementBoard board, PlacementSettings settings)
{
    private const double GainMin = 0.25;
    private const int SourcesLookedAt = 32;

    /// <summary>Moves until a whole round moves nothing.</summary>
    /// <returns>Whether anything moved.</returns>
    public bool Run()
    {
        var changed = false;
        for (var again = true; again; changed |= again)
        {
            again = false;
            foreach (var bin in board.Bins.Where(IsTriggered).OrderByDescending(bin => Math.Abs(bin.Relative - board.Level)).ToArray())
            {
                while (IsOver(bin, settings.BalanceGoal) && Shed(bin)) again = true;
                while (IsUnder(bin, settings.BalanceGoal) && Fill(bin)) again = true;
            }
        }
        return changed;
    }

    /// <summary>How much load lies outside the goal when a device carries some.</summary>
    public double Outside(PlacementBin bin, long load)
    {
        if (!bin.Open) return 0;
        var level = board.Level * bin.Speed;
        return Math.Max(0, load - (level * (1 + settings.BalanceGoal))) + Math.Max(0, (level * (1 - settings.BalanceGoal)) - load);
    }

    /// <summary>How much less lies outside the goal when some load goes from one device to another.</summary>
    public double Gain(PlacementBin from, PlacementBin to, long load) =>
        Outside(from, from.Load) + Outside(to, to.Load) - Outside(from, from.Load - load) - Outside(to, to.Load + load);

    private bool IsTriggered(PlacementBin bin) =>
        bin.Open && (IsOver(bin, settings.BalanceTrigger) || IsUnder(bin, settings.BalanceTrigger));

    private bool IsOver(PlacementBin bin, double band) => bin.Relative > board.Level * (1 + band);

    private bool IsUnder(PlacementBin bin, double band) => bin.Relative < board.Level * (1 - band);

    private bool Shed(PlacementBin from)
    {
        foreach (var to in board.Bins.Where(to => to.Open && to.Relative < from.Relative).OrderBy(to => to.Relative))
        {
            if (Outside(to, to.Load + 1) > Outside(to, to.Load)) break;
            if (Best(from, to, from.Copies) is not { } copy) continue;
            board.Move(copy, to, MoveReason.Balance);
            return true;
        }
        return false;
    }

    private bool Fill(PlacementBin to)
    {
        (PlacementCopy Copy, double Bytes)? best = null;
        var sources = board.Bins.Where(from => from.Open && from.Relative > to.Relative).OrderByDescending(from => from.Relative);
        var looked = 0;
        foreach (var from in sources)
        {
            if (looked >= SourcesLookedAt && best is not null) break;
            looked++;
            if (Best(from, to, from.Copies) is not { } copy) continue;
            var bytes = Kept(copy, from, to);
            if (best is null || bytes > best.Value.Bytes) best = (copy, bytes);
        }
        if (best is null) return false;
        board.Move(best.Value.Copy, to, MoveReason.Balance);
        return true;
    }

    // The copy that keeps most traffic within nodes; of those alike the one with most load, so that few move.
    private PlacementCopy? Best(PlacementBin from, PlacementBin to, List<int> copies)
    {
        (PlacementCopy Copy, double Bytes)? best = null;
        foreach (var index in copies)
        {
            var copy = board.Copies[index];
            if (copy.PinnedNode != PlacementCopy.Nowhere || to.Free < copy.Bytes) continue;
            if (Gain(from, to, copy.Load) < GainMin * copy.Load || (to.Node != from.Node && board.HasSibling(copy, to.Node))) continue;
            var bytes = Kept(copy, from, to);
            if (best is { } other
                && (bytes, copy.Load, other.Copy.Index).CompareTo((other.Bytes, other.Copy.Load, copy.Index)) <= 0) continue;
            best = (copy, bytes);
        }
        return best?.Copy;
    }

    private double Kept(PlacementCopy copy, PlacementBin from, PlacementBin to) =>
        from.Node == to.Node || board.Neighbours[copy.Expert].Length == 0
            ? 0
            : board.Affinity(copy, to.Node) - board.Affinity(copy, from.Node);
}
