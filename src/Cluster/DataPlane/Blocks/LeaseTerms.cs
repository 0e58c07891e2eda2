namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>When a published block is freed: at whichever comes first.</summary>
/// <param name="Uses">After so many releases: one for each receiver it is meant for.</param>
/// <param name="Duration">After so long, whoever may still want it.</param>
/// <param name="Step">When the run is past this step.</param>
internal readonly record struct LeaseTerms(int Uses, TimeSpan Duration, long Step);
