using Moe.Model;

namespace Moe.Actors.Placement;

/// <summary>One change of a placement, made between two steps.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="From">Where the copy is; null for a copy that has to be made from another one or from a snapshot.</param>
/// <param name="To">Where it goes; null for a copy that is given up.</param>
/// <param name="Bytes">Bytes of the copy.</param>
/// <param name="Reason">Why.</param>
public sealed record ExpertMove(ExpertId Expert, ExpertSeat? From, ExpertSeat? To, long Bytes, MoveReason Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Expert}: {From?.ToString() ?? "nowhere"} to {To?.ToString() ?? "nowhere"} ({Reason})";
}
