namespace Moe.Actors.Placement;

/// <summary>What a node announced when it joined, and whether it is leaving.</summary>
/// <param name="Name">Its stable name: ties are broken by it.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Devices">What it computes with.</param>
/// <param name="Roles">What it does; only <see cref="NodeRoles.Expert"/> makes it hold experts.</param>
/// <param name="Draining">Whether it is to be emptied.</param>
public sealed record NodeCapabilities(
    string Name, string Address, IReadOnlyList<NodeDevice> Devices, NodeRoles Roles = NodeRoles.All, bool Draining = false);
