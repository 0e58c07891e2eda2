namespace Moe.Cluster.Telemetry;

/// <summary>One metric as /metrics shows it.</summary>
/// <param name="Name">Full name; its last word is the unit, and _total marks a counter.</param>
/// <param name="Unit">The unit in words.</param>
/// <param name="Help">What it says, for the HELP line.</param>
/// <param name="Labels">Label names.</param>
internal sealed record MetricDefinition(string Name, string Unit, string Help, params string[] Labels);
