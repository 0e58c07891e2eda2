using Moe.Actors;

namespace Moe.Cluster.DataPlane;

/// <summary>What this node says of itself when it greets.</summary>
/// <param name="Identity">Where others reach it, and which life of it this is.</param>
/// <param name="RunHash">The run it trains; nodes of other runs are refused.</param>
/// <param name="Token">The shared secret, or null.</param>
internal sealed record LocalNode(PeerIdentity Identity, string RunHash, Secret? Token);
