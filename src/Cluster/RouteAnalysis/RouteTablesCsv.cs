using System.Globalization;
using Moe.Analysis.Clusters;
using Moe.Analysis.Correlations;
using Moe.Analysis.Features;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;

namespace Moe.Cluster.RouteAnalysis;

/// <summary>What is found about routes as tables for other programs.</summary>
internal static class RouteTablesCsv
{
    /// <summary>Entropy of every task's route in every layer at every step.</summary>
    public static string Entropy(IEnumerable<RouteTable> history) => Text(
        ["step", "task", "category", "layer", "entropy"],
        history.SelectMany(table => table.Tasks.SelectMany(task => table.Layers.Zip(task.Weights, (layer, weights) =>
            (string[])[Csv.Number(table.Step), task.Task, task.Category, layer.Name, Csv.Number(RouteEntropy.Of(weights))]))));

    /// <summary>The cluster of every task, counted from 1.</summary>
    public static string Clusters(RouteClusters clusters) => Text(
        ["task", "category", "cluster"],
        clusters.Table.Tasks.Zip(clusters.ClusterOf, (task, cluster) =>
            (string[])[task.Task, task.Category, (cluster + 1).ToString(CultureInfo.InvariantCulture)]));

    /// <summary>Every expert against every feature.</summary>
    public static string Correlations(ExpertCorrelations correlations) => Text(
        ["feature", "expert", "r", "p", "adjusted"],
        correlations.All.Select(entry => (string[])
            [entry.Feature, entry.Expert.ToString(), Csv.Number(entry.R), Csv.Number(entry.PValue), Csv.Number(entry.Adjusted)]));

    /// <summary>Every feature of every task.</summary>
    public static string Features(TaskFeatures features) => Text(
        ["task", .. features.All.Select(feature => feature.Name)],
        features.Tasks.Select((task, index) => (string[])
            [task, .. features.All.Select(feature => Csv.Number(feature.Values[index]))]));

    private static string Text(IEnumerable<string> header, IEnumerable<string[]> rows) =>
        string.Concat(rows.Prepend([.. header]).Select(row => Csv.Row(row) + "\n"));
}
