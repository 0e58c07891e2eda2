namespace Moe.Actors.Placement;

/// <summary>One device of a node.</summary>
/// <param name="Name">Its name on the node, <c>cpu</c> or <c>cuda:1</c>.</param>
/// <param name="FreeBytes">Bytes that experts may take there in all: what was free before the node held any expert.</param>
/// <param name="Speed">Measured speed. The unit is free as long as all devices of a cluster share it.</param>
public sealed record NodeDevice(string Name, long FreeBytes, double Speed);
