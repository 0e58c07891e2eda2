using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>Kinds of wishes that a plan could not meet but can live with.</summary>
public enum PlacementConflictKind
{
    /// <summary>The node an expert is pinned to is not there; the expert is placed freely meanwhile.</summary>
    PinnedNodeAbsent,

    /// <summary>A node that is to be emptied keeps an expert that is pinned to it.</summary>
    PinnedNodeDrains,

    /// <summary>An expert has fewer copies than wanted: too few nodes, or no room on those without one.</summary>
    CopyMissing,
}

/// <summary>A wish that a plan could not meet, for the operator to see.</summary>
/// <param name="Expert">Whose.</param>
/// <param name="Kind">Which wish.</param>
/// <param name="Node">The node concerned; null when it is none in particular.</param>
public sealed record PlacementConflict(ExpertId Expert, PlacementConflictKind Kind, string? Node);
