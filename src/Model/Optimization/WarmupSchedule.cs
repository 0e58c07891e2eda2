namespace Moe.Model.Optimization;

/// <summary>
/// Linear warm-up from 0 over the first steps, then linear decay to 0 at the last (paper notes 3.4); the same factor
/// for every group of parameters.
/// </summary>
public sealed record WarmupSchedule(int WarmupSteps, int TotalSteps)
{
    /// <summary>The factor on the learning rate for the update of a step, counted from 0; the first has factor 0 when warming up.</summary>
    public double Factor(long step)
    {
        if (step < WarmupSteps) return (double)step / Math.Max(1, WarmupSteps);
        return Math.Max(0.0, (double)(TotalSteps - step) / Math.Max(1, TotalSteps - WarmupSteps));
    }
}
