using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Placement;

/// <summary>
/// Decides which node holds which expert. Its aims, the more important first: memory is never exceeded; pins are obeyed;
/// copies of an expert are on different nodes; nodes that drain are emptied; load follows speed; layers of popular paths are
/// together; few experts move. The same inputs, in any order, give the same plan, and a plan of a planned placement has no
/// moves. Pure: no clock, no randomness, no IO.
/// </summary>
public sealed class PlacementPlanner(PlacementSettings settings)
{
    /// <summary>Makes a plan.</summary>
    /// <param name="nodes">The nodes that are there.</param>
    /// <param name="experts">What the experts need.</param>
    /// <param name="current">Where copies are now, primary first; seats on nodes that are gone count as lost.</param>
    /// <param name="pins">Experts whose primary belongs on a node.</param>
    /// <param name="replicas">How many copies an expert has in all; 1 when it is not listed.</param>
    /// <exception cref="EnvironmentException">A primary has no room; the message names the shortfall.</exception>
    /// <exception cref="ConfigurationException">Two nodes or two experts have one name, or a device's figures make no sense.</exception>
    public PlacementPlan Plan(
        IReadOnlyList<NodeCapabilities> nodes, IReadOnlyList<ExpertDemand> experts,
        IReadOnlyDictionary<ExpertId, IReadOnlyList<ExpertSeat>> current, IReadOnlyDictionary<ExpertId, string> pins,
        IReadOnlyDictionary<ExpertId, int> replicas)
    {
        RequireDistinct(nodes.Select(node => node.Name), "node");
        RequireDistinct(experts.Select(expert => expert.Expert.ToString()), "expert");
        var (board, seating) = Seat(nodes, experts, current, pins, replicas);
        if (!new UnseatedPlacing(board, settings).PlacePrimaries())
        {
            // By load it does not fit: by size it may, and if not, then with everything but pins moved.
            (board, seating) = SeatTightly(nodes, experts, current, pins, replicas);
        }
        Improve(board);
        var moves = new MoveOrder(board, seating.Surplus).Order();
        return Result(board, moves, seating.Conflicts);
    }

    private void Improve(PlacementBoard board)
    {
        var placing = new UnseatedPlacing(board, settings);
        var balancing = new LoadBalancing(board, settings);
        var gathering = new PathGathering(board, settings, balancing);
        bool changed;
        do
        {
            changed = placing.PlaceReplicas();
            changed |= balancing.Run();
            changed |= gathering.Run();
        }
        while (changed);
    }

    private static (PlacementBoard Board, CurrentSeating Seating) Seat(
        IReadOnlyList<NodeCapabilities> nodes, IReadOnlyList<ExpertDemand> experts,
        IReadOnlyDictionary<ExpertId, IReadOnlyList<ExpertSeat>> current, IReadOnlyDictionary<ExpertId, string> pins,
        IReadOnlyDictionary<ExpertId, int> replicas)
    {
        var board = new PlacementBoard(nodes, experts, replicas);
        var seating = new CurrentSeating(board, current, pins);
        seating.Seat();
        return (board, seating);
    }

    private (PlacementBoard Board, CurrentSeating Seating) SeatTightly(
        IReadOnlyList<NodeCapabilities> nodes, IReadOnlyList<ExpertDemand> experts,
        IReadOnlyDictionary<ExpertId, IReadOnlyList<ExpertSeat>> current, IReadOnlyDictionary<ExpertId, string> pins,
        IReadOnlyDictionary<ExpertId, int> replicas)
    {
        var (board, seating) = Seat(nodes, experts, current, pins, replicas);
        foreach (var copy in board.Copies.Where(copy => copy.Bin != PlacementCopy.Nowhere && copy.PinnedNode == PlacementCopy.Nowhere))
        {
            board.Unseat(copy);
            if (copy.Reason == MoveReason.New && copy.From is not null) copy.Reason = MoveReason.Memory;
        }
        new UnseatedPlacing(board, settings).PackPrimaries();
        return (board, seating);
    }

    private static PlacementPlan Result(PlacementBoard board, IReadOnlyList<ExpertMove> moves, List<PlacementConflict> conflicts)
    {
        var seats = new Dictionary<ExpertId, IReadOnlyList<ExpertSeat>>(board.Demands.Length);
        for (var expert = 0; expert < board.Demands.Length; expert++)
        {
            var list = new List<ExpertSeat>(1);
            foreach (var copy in board.CopiesOf(expert))
            {
                if (copy.Bin != PlacementCopy.Nowhere) list.Add(board.Bins[copy.Bin].Seat);
                else conflicts.Add(new PlacementConflict(board.Demands[expert].Expert, PlacementConflictKind.CopyMissing, null));
            }
            seats.Add(board.Demands[expert].Expert, list);
        }
        var open = board.Bins.Where(bin => bin.Open).ToArray();
        var mean = open.Length == 0 ? 0 : open.Sum(bin => (double)bin.Load) / open.Sum(bin => bin.Speed);
        return new PlacementPlan
        {
            Seats = seats,
            Moves = moves,
            Conflicts = conflicts,
            Imbalance = mean > 0 ? open.Max(bin => bin.Relative) / mean : 1,
            CrossingBytes = PlacementTraffic.Crossing(board),
        };
    }

    private static void RequireDistinct(IEnumerable<string> names, string what)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ConfigurationException(
                $"The {what} {twice.Key} is there {twice.Count()} times, expected every {what} once. "
                + $"Give each {what} a name of its own.");
        }
    }
}
