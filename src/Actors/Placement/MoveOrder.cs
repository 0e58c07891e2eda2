using Moe.Model.Failures;

namespace Moe.Actors.Placement;

/// <summary>
/// The moves of a plan in an order in which no device ever holds more than it can: what has room goes first. When moves wait
/// for each other in a circle, one goes by way of a third device; where there is none, moves that only improve are left out.
/// </summary>
internal sealed class MoveOrder
{
    private readonly PlacementBoard board;
    private readonly long[] free;
    private readonly int[] nodeNow;
    private readonly List<ExpertMove> moves;
    private readonly List<(PlacementCopy Copy, ExpertSeat? At)> waiting = [];
    private readonly HashSet<int> detoured = [];

    public MoveOrder(PlacementBoard board, IReadOnlyList<ExpertMove> surplus)
    {
        (this.board, moves) = (board, [.. surplus]);
        free = [.. board.Bins.Select(bin => bin.Free)];
        nodeNow = new int[board.Copies.Length];
        foreach (var copy in board.Copies)
        {
            nodeNow[copy.Index] = copy.From is { } now ? board.NodeIndex[now.Node] : PlacementCopy.Nowhere;
            if (copy.Bin == PlacementCopy.Nowhere)
            {
                // A replica that may not stay and has no room elsewhere.
                if (copy.From is { } left)
                    moves.Add(new ExpertMove(board.Demands[copy.Expert].Expert, left, null, copy.Bytes, copy.Reason));
                nodeNow[copy.Index] = PlacementCopy.Nowhere;
                continue;
            }
            if (copy.From == board.Bins[copy.Bin].Seat) continue;
            waiting.Add((copy, copy.From));
            free[copy.Bin] += copy.Bytes;
            if (copy.From is { } seat) free[board.BinIndex[seat]] -= copy.Bytes;
        }
    }

    /// <summary>Orders the moves; the board loses those that were left out.</summary>
    /// <exception cref="EnvironmentException">A move that must be made has no room at any time.</exception>
    public IReadOnlyList<ExpertMove> Order()
    {
        // What must move goes before what only improves, and copies that exist nowhere come first of all.
        waiting.Sort((a, b) => (Rank(a.Copy), a.Copy.Index).CompareTo((Rank(b.Copy), b.Copy.Index)));
        while (waiting.Count > 0)
        {
            if (MakeReady() || Detour() || LeaveOut()) continue;
            var copy = waiting[0].Copy;
            var bin = board.Bins[copy.Bin];
            throw new EnvironmentException(
                $"{board.Demands[copy.Expert].Expert} has to move to {bin.Seat} ({copy.Reason}), expected {copy.Bytes} bytes free "
                + $"there or on any third device to make way, found {free[bin.Index]}. Add a node, or drain fewer nodes at once.");
        }
        return moves;
    }

    private static int Rank(PlacementCopy copy) => copy.Reason switch
    {
        MoveReason.New or MoveReason.Lost => 0,
        MoveReason.Balance => 2,
        MoveReason.Path => 3,
        _ => 1,
    };

    private bool MakeReady()
    {
        var before = waiting.Count;
        waiting.RemoveAll(entry =>
        {
            var (copy, at) = entry;
            if (free[copy.Bin] < copy.Bytes || SiblingIsOn(copy, board.Bins[copy.Bin].Node)) return false;
            Make(copy, at, board.Bins[copy.Bin]);
            return true;
        });
        return waiting.Count < before;
    }

    private bool Detour()
    {
        for (var i = 0; i < waiting.Count; i++)
        {
            var (copy, at) = waiting[i];
            if (at is null || detoured.Contains(copy.Index)) continue;
            var by = board.Bins.Where(bin => bin.Open && bin.Seat != at && free[bin.Index] >= copy.Bytes && !SiblingIsOn(copy, bin.Node))
                .MaxBy(bin => free[bin.Index]);
            if (by is null) continue;
            detoured.Add(copy.Index);
            Make(copy, at, by);
            waiting[i] = (copy, by.Seat);
            return true;
        }
        return false;
    }

    private bool LeaveOut()
    {
        var last = waiting.FindLastIndex(entry => Rank(entry.Copy) >= 2);
        if (last < 0) return false;
        var (copy, at) = waiting[last];
        waiting.RemoveAt(last);
        board.Move(copy, board.Bins[board.BinIndex[at!.Value]], copy.Reason);
        return true;
    }

    private void Make(PlacementCopy copy, ExpertSeat? at, PlacementBin to)
    {
        moves.Add(new ExpertMove(board.Demands[copy.Expert].Expert, at, to.Seat, copy.Bytes, copy.Reason));
        free[to.Index] -= copy.Bytes;
        if (at is { } seat) free[board.BinIndex[seat]] += copy.Bytes;
        nodeNow[copy.Index] = to.Node;
    }

    // Two copies must not share a node on the way either.
    private bool SiblingIsOn(PlacementCopy copy, int node)
    {
        foreach (var sibling in board.CopiesOf(copy.Expert))
        {
            if (sibling != copy && nodeNow[sibling.Index] == node) return true;
        }
        return false;
    }
}
