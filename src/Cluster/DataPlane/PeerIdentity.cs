namespace Moe.Cluster.DataPlane;

/// <summary>One life of one node: a node that was started again at the same address has another incarnation.</summary>
/// <param name="Address">Where its data plane listens.</param>
/// <param name="Incarnation">Any number that no other life of a node at this address has.</param>
internal sealed record PeerIdentity(PeerAddress Address, ulong Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}#{Incarnation:x}";
}
