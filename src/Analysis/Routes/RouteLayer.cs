namespace Moe.Analysis.Routes;

/// <summary>One routed layer.</summary>
/// <param name="Name">Stack and number, such as encoder.0.</param>
/// <param name="Experts">How many experts it has.</param>
public sealed record RouteLayer(string Name, int Experts);
