namespace Moe.Cluster.Chaos;

/// <summary>How nodes are killed.</summary>
/// <param name="Nodes">Nodes of the cluster.</param>
/// <param name="KillEvery">Time from one kill to the next; the first comes so long after the first step.</param>
/// <param name="For">How long nodes are killed; the run then goes on to its end undisturbed.</param>
/// <param name="Seed">Decides which nodes.</param>
internal sealed record ChaosSettings(int Nodes, TimeSpan KillEvery, TimeSpan For, int Seed);
