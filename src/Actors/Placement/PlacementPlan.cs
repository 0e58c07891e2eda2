using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>Where every expert is to live, and how to get there.</summary>
public sealed record PlacementPlan
{
    /// <summary>For every expert its copies: the primary first, then replicas, each on a node of its own.</summary>
    public required IReadOnlyDictionary<ExpertId, IReadOnlyList<ExpertSeat>> Seats { get; init; }

    /// <summary>What changes, in an order in which no device ever holds more than it can.</summary>
    public required IReadOnlyList<ExpertMove> Moves { get; init; }

    /// <summary>Wishes that could not be met.</summary>
    public required IReadOnlyList<PlacementConflict> Conflicts { get; init; }

    /// <summary>Largest load of a device by its speed, over that of all devices together: 1 is perfect.</summary>
    public required double Imbalance { get; init; }

    /// <summary>Bytes of an average step that cross between nodes, of the traffic given.</summary>
    public required double CrossingBytes { get; init; }

    /// <summary>The nodes of an expert, primary first.</summary>
    public IReadOnlyList<string> NodesOf(ExpertId expert) => [.. Seats[expert].Select(seat => seat.Node)];
}
