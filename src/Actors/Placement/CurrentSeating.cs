using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Placement;

/// <summary>
/// The first part of a plan: what may stay where it is does. Pins come first, since what is pinned has nowhere else to go,
/// then primaries, then replicas.
/// </summary>
internal sealed class CurrentSeating(
    PlacementBoard board, IReadOnlyDictionary<ExpertId, IReadOnlyList<ExpertSeat>> current, IReadOnlyDictionary<ExpertId, string> pins)
{
    private readonly List<(PlacementCopy Copy, PlacementBin Bin)> staying = [];

    /// <summary>Copies there are too many of.</summary>
    public List<ExpertMove> Surplus { get; } = [];

    public List<PlacementConflict> Conflicts { get; } = [];

    public void Seat()
    {
        for (var expert = 0; expert < board.Demands.Length; expert++) Sort(expert);
        foreach (var copy in board.Copies.Where(copy => copy.PinnedNode != PlacementCopy.Nowhere)) SeatPinned(copy);
        foreach (var (copy, bin) in staying.OrderBy(pair => board.IsPrimary(pair.Copy) ? 0 : 1).ThenBy(pair => pair.Copy.Index))
        {
            if (bin.Free >= copy.Bytes) board.Seat(copy, bin);
            else copy.Reason = MoveReason.Memory;
        }
    }

    // Which of an expert's present seats become which of its copies.
    private void Sort(int expert)
    {
        var name = board.Demands[expert].Expert;
        var pin = PinOf(name);
        var (kept, nodes, lost) = (new List<(ExpertSeat Seat, MoveReason? Leaves)>(), new HashSet<int>(), false);
        foreach (var seat in current.GetValueOrDefault(name, []))
        {
            if (!board.BinIndex.TryGetValue(seat, out var index))
            {
                lost = true;
                continue;
            }
            var bin = board.Bins[index];
            MoveReason? leaves = nodes.Add(bin.Node) ? bin.Open || bin.Node == pin ? null : MoveReason.Drain : MoveReason.Apart;
            if (bin.Node == pin && leaves is null) kept.Insert(0, (seat, null));
            else kept.Add((seat, leaves));
        }
        var copies = board.CopiesOf(expert);
        while (kept.Count > copies.Length)
        {
            var last = kept.FindLastIndex(entry => entry.Leaves is not null);
            if (last < 0) last = kept.Count - 1;
            Surplus.Add(new ExpertMove(name, kept[last].Seat, null, board.Demands[expert].Bytes, MoveReason.Surplus));
            kept.RemoveAt(last);
        }
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i].Reason = i < kept.Count ? kept[i].Leaves ?? MoveReason.New : lost ? MoveReason.Lost : MoveReason.New;
            if (i < kept.Count) copies[i].From = kept[i].Seat;
            if (i == 0 && pin != PlacementCopy.Nowhere) copies[i].PinnedNode = pin;
            else if (i < kept.Count && kept[i].Leaves is null) staying.Add((copies[i], board.Bins[board.BinIndex[kept[i].Seat]]));
        }
    }

    private int PinOf(ExpertId expert)
    {
        if (!pins.TryGetValue(expert, out var name)) return PlacementCopy.Nowhere;
        if (!board.NodeIndex.TryGetValue(name, out var node) || board.Bins.All(bin => bin.Node != node))
        {
            Conflicts.Add(new PlacementConflict(expert, PlacementConflictKind.PinnedNodeAbsent, name));
            return PlacementCopy.Nowhere;
        }
        if (board.Nodes[node].Draining) Conflicts.Add(new PlacementConflict(expert, PlacementConflictKind.PinnedNodeDrains, name));
        return node;
    }

    private void SeatPinned(PlacementCopy copy)
    {
        var here = board.Bins.Where(bin => bin.Node == copy.PinnedNode && bin.Free >= copy.Bytes);
        var stays = here.FirstOrDefault(bin => bin.Seat == copy.From);
        if ((stays ?? here.MaxBy(bin => bin.Free)) is not { } bin)
        {
            var node = board.Nodes[copy.PinnedNode];
            var free = board.Bins.Where(bin => bin.Node == copy.PinnedNode).Max(bin => bin.Free);
            throw new EnvironmentException(
                $"{board.Demands[copy.Expert].Expert} is pinned to node {node.Name} and needs {copy.Bytes} bytes, but beside what else "
                + $"is pinned there its freest device has {free}: {copy.Bytes - free} bytes are missing. "
                + "Remove a pin, or give the node more memory.");
        }
        if (copy.From is not null && stays is null && copy.Reason == MoveReason.New) copy.Reason = MoveReason.Pin;
        board.Seat(copy, bin);
    }
}
