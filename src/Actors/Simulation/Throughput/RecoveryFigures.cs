namespace Moe.Actors.Simulation.Throughput;

/// <summary>What the loss of a node cost.</summary>
/// <param name="At">Virtual seconds of the kill.</param>
/// <param name="Node">Which node.</param>
/// <param name="Experts">Copies of experts it held.</param>
/// <param name="Seconds">From the kill until the run was where it had been: loss noticed, state restored, steps replayed.</param>
/// <param name="StepsReplayed">Steps that had been committed and were computed again.</param>
public sealed record RecoveryFigures(double At, string Node, int Experts, double Seconds, int StepsReplayed);
