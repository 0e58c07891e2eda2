namespace Moe.Actors.Simulation;

/// <summary>A simulated run broke a promise or threw; the message holds the seed and what happened last.</summary>
public sealed class SimulationFailureException(string message, Exception inner) : Exception(message, inner);
