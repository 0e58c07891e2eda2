using Moe.Model.Randomness;

namespace Moe.Actors.Simulation;

/// <summary>
/// One named sequence of draws of a simulation. What one name draws does not depend on how often another does, so a change
/// in one part of a scenario leaves the luck of the others as it was.
/// </summary>
public sealed class RandomDraws(RandomStream stream)
{
    private ulong position;

    /// <summary>A number in [0, 1).</summary>
    public double Uniform() => stream.Uniform(position++);

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => stream.Below(bound, position++);

    /// <summary>True with a probability. Draws even when the answer is certain, so that a changed probability shifts nothing.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>A time from an exponential distribution.</summary>
    public TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - Uniform());

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
