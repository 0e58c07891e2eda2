using Moe.Model.Failures;

namespace Moe.Actors.Placement;

/// <summary>
/// The second part of a plan: seats for copies that have none. Experts that exchange much are first joined into groups along
/// their heaviest traffic, as compilers lay out functions that call each other (Pettis and Hansen 1990); groups and then
/// single experts go from the largest to wherever they keep most traffic within a node while the device stays near the
/// level, else to the device that will have least to do. A group that fits nowhere is placed expert by expert.
/// </summary>
internal sealed class UnseatedPlacing(PlacementBoard board, PlacementSettings settings)
{
    /// <summary>Places primaries.</summary>
    /// <returns>False when one found no room.</returns>
    public bool PlacePrimaries()
    {
        var unseated = board.Copies.Where(copy => copy.Bin == PlacementCopy.Nowhere && board.IsPrimary(copy)).ToArray();
        foreach (var unit in Units(unseated))
        {
            if (unit.Length > 1 && Near(unit, unit.Sum(copy => copy.Load), unit.Sum(copy => copy.Bytes)) is { } bin)
            {
                foreach (var copy in unit) board.Seat(copy, bin);
                continue;
            }
            foreach (var copy in unit.OrderByDescending(copy => copy.Load).ThenBy(copy => copy.Index))
            {
                if (!PlaceOne(copy)) return false;
            }
        }
        return true;
    }

    /// <summary>Places what replicas there is room for.</summary>
    /// <returns>Whether any was placed.</returns>
    public bool PlaceReplicas()
    {
        var changed = false;
        var unseated = board.Copies.Where(copy => copy.Bin == PlacementCopy.Nowhere);
        foreach (var copy in unseated.OrderByDescending(copy => copy.Load).ThenBy(copy => copy.Index).ToArray())
            changed |= PlaceOne(copy);
        return changed;
    }

    /// <summary>
    /// The last resort when memory is short: primaries from the largest into the tightest room.
    /// </summary>
    /// <exception cref="EnvironmentException">One has no room.</exception>
    public void PackPrimaries()
    {
        var unseated = board.Copies.Where(copy => copy.Bin == PlacementCopy.Nowhere && board.IsPrimary(copy));
        foreach (var copy in unseated.OrderByDescending(copy => copy.Bytes).ThenBy(copy => copy.Index).ToArray())
        {
            var bin = board.Bins.Where(bin => board.Fits(copy, bin)).MinBy(bin => bin.Free) ?? throw Shortfall(copy);
            board.Seat(copy, bin);
        }
    }

    private EnvironmentException Shortfall(PlacementCopy copy)
    {
        var name = board.Demands[copy.Expert].Expert;
        var open = board.Bins.Where(bin => bin.Open).ToArray();
        if (open.Length == 0)
        {
            return new EnvironmentException(
                $"{name} has no place: no node that is not to be emptied has the role expert and a device. "
                + "Start a node, or stop draining one.");
        }
        var needed = board.Demands.Sum(demand => demand.Bytes);
        var there = open.Sum(bin => bin.Capacity);
        var freest = open.MaxBy(bin => bin.Free)!;
        var missing = needed > there
            ? $"all experts together need {needed} bytes and all devices have {there}: {needed - there} are missing"
            : $"together the devices have room ({there} bytes for {needed}), but not in one piece: "
                + $"{copy.Bytes - freest.Free} are missing there";
        return new EnvironmentException(
            $"{name} needs {copy.Bytes} bytes, expected a device with that much room; the freest, {freest.Seat}, has {freest.Free} of "
            + $"{freest.Capacity}. Of the primaries alone, {missing}. Add a node or memory, or use fewer or smaller experts.");
    }

    private bool PlaceOne(PlacementCopy copy)
    {
        var bin = Near([copy], copy.Load, copy.Bytes) ?? LeastLoaded(copy);
        if (bin is not null) board.Seat(copy, bin);
        return bin is not null;
    }

    // The device nearest to what a unit exchanges with that stays within the goal.
    private PlacementBin? Near(PlacementCopy[] unit, long load, long bytes)
    {
        foreach (var (node, _) in board.NodesByAffinity(unit))
        {
            if (LeastLoaded(unit, load, bytes, node) is { } bin) return bin;
        }
        return unit.Length > 1 ? LeastLoaded(unit, load, bytes, PlacementCopy.Nowhere) : null;
    }

    private PlacementBin? LeastLoaded(PlacementCopy[] unit, long load, long bytes, int node)
    {
        PlacementBin? best = null;
        foreach (var bin in board.Bins)
        {
            if ((node != PlacementCopy.Nowhere && bin.Node != node) || !bin.Open || bin.Free < bytes) continue;
            var after = (bin.Load + load) / bin.Speed;
            if (after > board.Level * (1 + settings.BalanceGoal)) continue;
            if (best is not null && after >= (best.Load + load) / best.Speed) continue;
            if (!unit.Any(copy => board.HasSibling(copy, bin.Node))) best = bin;
        }
        return best;
    }

    private PlacementBin? LeastLoaded(PlacementCopy copy)
    {
        PlacementBin? best = null;
        foreach (var bin in board.Bins)
        {
            if (best is not null && (bin.Load + copy.Load) / bin.Speed >= (best.Load + copy.Load) / best.Speed) continue;
            if (board.Fits(copy, bin)) best = bin;
        }
        return best;
    }

    private List<PlacementCopy[]> Units(PlacementCopy[] unseated)
    {
        var open = board.Bins.Where(bin => bin.Open).ToArray();
        if (open.Length == 0) return [.. unseated.Select(copy => new[] { copy })];
        var (share, room) = (board.Level * open.Average(bin => bin.Speed), open.Select(bin => bin.Free).Order().ElementAt(open.Length / 2));
        var groups = new ExpertGroups(unseated, loadMax: (long)share, bytesMax: room);
        groups.Join(board);
        return groups.LargestFirst();
    }
}
