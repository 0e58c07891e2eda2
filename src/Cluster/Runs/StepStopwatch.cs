namespace Moe.Cluster.Runs;

/// <summary>Seconds each step took, not counting what lies between steps: evaluations, checkpoints, the start.</summary>
internal sealed class StepStopwatch(TimeProvider time)
{
    private long last = time.GetTimestamp();

    /// <summary>Something else than a step has ended.</summary>
    public void Skip() => last = time.GetTimestamp();

    /// <summary>A step has ended; its seconds.</summary>
    public double Lap()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(last, now).TotalSeconds;
        last = now;
        return seconds;
    }
}
