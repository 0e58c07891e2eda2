namespace Moe.Cluster.Telemetry;

/// <summary>A label of metrics.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">What its values are.</param>
/// <param name="Bound">How many there can be: what keeps the number of series small.</param>
internal sealed record MetricLabel(string Name, string Values, string Bound);
