namespace Moe.Actors;

/// <summary>The one clock of the protocol: how often an actor looks for what made no progress, and asks again.</summary>
internal static class Ticks
{
    /// <summary>Time between two ticks. Longer than a message takes, shorter than a person waits.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(1);
}
