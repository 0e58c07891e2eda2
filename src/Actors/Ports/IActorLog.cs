namespace Moe.Actors.Ports;

/// <summary>
/// What single actors of a node say of their doings, for people who look at one of them. Called from their turns, by several at once.
/// Calls must return quickly.
/// </summary>
public interface IActorLog
{
    /// <summary>An actor did something.</summary>
    /// <param name="actor">An expert's name, or what the actor is: coordinator, router, node.</param>
    /// <param name="what">What it did, in plain words.</param>
    void Say(string actor, string what);
}
