namespace Moe.Actors.Simulation;

/// <summary>How fast a disk is.</summary>
public sealed record DiskConditions
{
    /// <summary>Mean time of an operation beside its bytes, exponentially distributed.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Bytes written in a second.</summary>
    public double BytesPerSecond { get; init; } = 200e6;

    /// <summary>Probability that an operation is slow.</summary>
    public double SlowChance { get; init; }

    /// <summary>How many times longer a slow operation takes.</summary>
    public double SlowFactor { get; init; } = 100;
}
