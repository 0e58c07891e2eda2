namespace Moe.Actors.Simulation.Throughput;

/// <summary>One step as it was carried out; a step that was rolled back and replayed has one of these for each time.</summary>
/// <param name="Step">Its number.</param>
/// <param name="Begin">Virtual seconds at its beginning.</param>
/// <param name="Running">Seconds until the last micro-batch was reported.</param>
/// <param name="Preparing">Seconds until every expert had measured its gradients.</param>
/// <param name="Committing">Seconds until every expert had updated.</param>
/// <param name="Between">Seconds of snapshots and moves after it.</param>
/// <param name="Balance">Computing of the busiest node over the mean of all.</param>
/// <param name="Retried">Micro-batches that were begun again.</param>
public sealed record StepFigures(
    long Step, double Begin, double Running, double Preparing, double Committing, double Between, double Balance, int Retried)
{
    /// <summary>Seconds of the whole step.</summary>
    public double Seconds => Running + Preparing + Committing + Between;
}
