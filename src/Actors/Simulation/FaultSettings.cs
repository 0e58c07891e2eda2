namespace Moe.Actors.Simulation;

/// <summary>How a simulated cluster is troubled. Means are of exponential distributions; null leaves a trouble out.</summary>
public sealed record FaultSettings
{
    /// <summary>
    /// How long the trouble lasts; then every link is healed, every node started, and links are as <see cref="Calm"/> says.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Links meanwhile.</summary>
    public LinkConditions Links { get; init; } = new();

    /// <summary>Links afterwards.</summary>
    public LinkConditions Calm { get; init; } = new();

    /// <summary>Mean time between crashes of nodes.</summary>
    public TimeSpan? CrashEvery { get; init; }

    /// <summary>Mean time until a crashed node starts again.</summary>
    public TimeSpan DownFor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most nodes that are down at once.</summary>
    public int DownMax { get; init; } = 1;

    /// <summary>Nodes that never crash.</summary>
    public IReadOnlySet<string> Spared { get; init; } = new HashSet<string>();

    /// <summary>Mean time between partitions: the nodes in two random halves, or one direction between two nodes.</summary>
    public TimeSpan? PartitionEvery { get; init; }

    /// <summary>Mean time a partition lasts.</summary>
    public TimeSpan PartitionFor { get; init; } = TimeSpan.FromSeconds(1);
}
