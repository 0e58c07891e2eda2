namespace Moe.Actors.Simulation;

/// <summary>What happens to messages between two nodes. The default is a quiet local network that loses nothing.</summary>
public sealed record LinkConditions
{
    /// <summary>Least time of a message on its way.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMicroseconds(100);

    /// <summary>Mean of what comes on top, exponentially distributed.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Bytes a second; a message waits for those before it on the link.</summary>
    public double BytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Probability that a message is lost.</summary>
    public double Loss { get; init; }

    /// <summary>Probability that a message comes twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Probability that a message does not keep its place behind those sent before it, and takes long.</summary>
    public double Reordering { get; init; }

    /// <summary>Mean of what such a message takes longer.</summary>
    public TimeSpan ReorderedBy { get; init; } = TimeSpan.FromMilliseconds(20);
}
