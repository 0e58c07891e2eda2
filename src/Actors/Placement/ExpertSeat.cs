namespace Moe.Actors.Placement;

/// <summary>Where one copy of an expert lives: a node, and the device there.</summary>
public readonly record struct ExpertSeat(string Node, string Device)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Node}/{Device}";
}
