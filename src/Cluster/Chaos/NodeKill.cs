namespace Moe.Cluster.Chaos;

/// <summary>A node that was killed and started again at once.</summary>
/// <param name="At">When.</param>
/// <param name="Node">Which.</param>
internal sealed record NodeKill(DateTimeOffset At, string Node);
