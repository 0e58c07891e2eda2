namespace Moe.Actors.Simulation.Invariants;

/// <summary>A simulated run broke a promise of the protocol.</summary>
public sealed class InvariantBrokenException(string invariant, string message) : Exception($"{invariant}: {message}")
{
    /// <summary>The promise.</summary>
    public string Invariant => invariant;
}
