namespace Moe.Cluster.Telemetry;

/// <summary>Which nodes' pages have a metric.</summary>
internal enum MetricSource
{
    /// <summary>The coordinator's node, from when it takes office.</summary>
    Run,

    /// <summary>Every node, about itself.</summary>
    Node,
}

/// <summary>One metric as /metrics shows it.</summary>
/// <param name="Source">Who has it.</param>
/// <param name="Name">Full name; its last word is the unit, and _total marks a counter.</param>
/// <param name="Unit">The unit in words.</param>
/// <param name="Help">What it says, for the HELP line.</param>
/// <param name="Labels">Label names.</param>
internal sealed record MetricDefinition(MetricSource Source, string Name, string Unit, string Help, params string[] Labels)
{
    /// <summary>Upper bounds of a histogram's buckets; null: it is none.</summary>
    public double[]? Buckets { get; init; }

    /// <summary>counter, gauge or histogram.</summary>
    public string Kind => Buckets is not null ? "histogram" : Name.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge";
}
