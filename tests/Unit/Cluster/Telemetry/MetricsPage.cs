using System.Text;
using Moe.Cluster.Telemetry;

namespace Moe.Unit.Specs.Cluster.Telemetry;

/// <summary>docs/metrics.md as MetricNames says it has to be.</summary>
internal static class MetricsPage
{
    private const string Opening =
        """
        # Metrics

        Made from `src/Cluster/Telemetry/MetricNames.cs`, where every name, unit, label and help text is written once; a spec compares.
        Every node serves `/metrics` at `training.node.http-port`. What to look at when something is wrong:
        [operating.md](operating.md#alerts).

        The number of series is bounded: a metric has one series for each combination of its labels' values, and the last table says how
        many values a label can have. A run of 88 tasks with 37 experts on three nodes has about 1,400. Counters begin with 0 in every
        process: ask for `rate` and `increase`, and add up over instances.
        """;

    private const string Foreign =
        """
        ## Of the process

        prometheus-net adds, on every node: `process_cpu_seconds_total`, `process_working_set_bytes`, `process_private_memory_bytes`,
        `process_virtual_memory_bytes`, `process_num_threads`, `process_open_handles`, `process_start_time_seconds`,
        `dotnet_total_memory_bytes`, `dotnet_collection_count_total`. Prometheus itself adds `up` and `scrape_...` for every target.
        """;

    public static string Text()
    {
        StringBuilder text = new(Opening);
        text.Append("\n\n## Of the run\n\nServed by the coordinator's node, from when it takes office. It counts anew there.\n\n");
        Table(text, MetricSource.Run);
        text.Append("\n## Of a node\n\nServed by every node, about itself.\n\n");
        Table(text, MetricSource.Node);
        text.Append('\n').Append(Foreign).Append("\n\n## Labels\n\n| label | values | how many |\n| --- | --- | --- |\n");
        foreach (var label in MetricNames.Labels) text.Append($"| {label.Name} | {label.Values} | {label.Bound} |\n");
        return text.ToString();
    }

    private static void Table(StringBuilder text, MetricSource source)
    {
        text.Append("| metric | kind | unit | labels | what it says |\n| --- | --- | --- | --- | --- |\n");
        foreach (var metric in MetricNames.All.Where(metric => metric.Source == source))
            text.Append($"| `{metric.Name}` | {metric.Kind} | {metric.Unit} | {string.Join(", ", metric.Labels)} | {metric.Help} |\n");
    }
}
