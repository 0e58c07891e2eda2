namespace Moe.Actors.Ports;

/// <summary>Nobody listens.</summary>
public sealed class UnheardActors : IActorLog
{
    /// <inheritdoc/>
    public void Say(string actor, string what)
    {
    }
}
