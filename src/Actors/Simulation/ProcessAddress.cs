namespace Moe.Actors.Simulation;

/// <summary>Where a process is: the node, and its name there.</summary>
public readonly record struct ProcessAddress(string Node, string Process)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Node}/{Process}";
}
