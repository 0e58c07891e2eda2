namespace Moe.Actors.Simulation.Invariants;

/// <summary>Once the trouble is over, steps go on: none takes longer than a limit of virtual time.</summary>
public sealed class ProgressAfterHealing(TimeSpan limit)
{
    private const string Name = "progress after healing";
    private TimeSpan? since;
    private long last = -1;

    /// <summary>Looks at the run; called again and again, while it is not over.</summary>
    /// <param name="now">Virtual time.</param>
    /// <param name="isTroubled">Whether faults go on: then nothing is promised.</param>
    /// <param name="step">The step the run is at.</param>
    public void Look(TimeSpan now, bool isTroubled, long step)
    {
        if (isTroubled || step != last || since is null) (since, last) = (now, step);
        if (now - since > limit)
            throw new InvariantBrokenException(Name, $"step {step} has not ended for {(now - since).Value.TotalSeconds:F1} s in calm");
    }
}
