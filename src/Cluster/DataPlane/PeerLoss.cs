namespace Moe.Cluster.DataPlane;

/// <summary>A connection to or from a peer has ended.</summary>
/// <param name="Peer">Which life of which node.</param>
/// <param name="Reason">What was seen, in words.</param>
/// <param name="OnPurpose">Whether one of the two said so before: then it is no loss.</param>
internal sealed record PeerLoss(PeerIdentity Peer, string Reason, bool OnPurpose);
