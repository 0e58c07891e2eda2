using System.Globalization;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;
using Moe.Model.Failures;

namespace Moe.Analysis.Clusters;

/// <summary>Tasks grouped by their routes alone, compared with the ontology's categories.</summary>
public sealed class RouteClusters
{
    private RouteClusters(RouteTable table, Dendrogram tree, int[] clusterOf) =>
        (Table, Tree, ClusterOf) = (table, tree, clusterOf);

    /// <summary>The routes.</summary>
    public RouteTable Table { get; }

    /// <summary>All groupings at once.</summary>
    public Dendrogram Tree { get; }

    /// <summary>The cluster of each task, in the table's order of tasks, counted from 0.</summary>
    public IReadOnlyList<int> ClusterOf { get; }

    /// <summary>How many clusters there are.</summary>
    public int Count => ClusterOf.Max() + 1;

    /// <summary>Normalised mutual information of clusters and categories.</summary>
    public required double Agreement { get; init; }

    /// <summary>How often as much agreement comes about when categories are dealt out to tasks at random.</summary>
    public required double PValue { get; init; }

    /// <summary>The mean agreement of categories dealt out at random.</summary>
    public required double AgreementByChance { get; init; }

    /// <summary>Clusters a table's tasks.</summary>
    /// <param name="table">The routes of one step.</param>
    /// <param name="count">How many clusters; null for as many as there are categories.</param>
    /// <param name="permutations">The orders of the test.</param>
    /// <exception cref="ConfigurationException">The number of clusters is not possible.</exception>
    public static RouteClusters Of(RouteTable table, int? count, Permutations permutations)
    {
        string[] names = [.. table.Tasks.Select(task => task.Category).Distinct()];
        int wanted = count ?? names.Length;
        if (wanted < 1 || wanted > table.Tasks.Count)
        {
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{wanted} clusters were asked for, expected 1 to {table.Tasks.Count}, the number of tasks. Give --clusters."));
        }

        var tree = Dendrogram.Of(RouteDistance.Matrix(table));
        int[] clusterOf = tree.Cut(wanted);
        int[] categories = [.. table.Tasks.Select(task => Array.IndexOf(names, task.Category))];
        double agreement = MutualInformation.Normalized(clusterOf, categories);
        double[] byChance = [.. permutations.Orders(categories.Length, "clusters").Select(order =>
            MutualInformation.Normalized(clusterOf, Array.ConvertAll(order, i => categories[i])))];
        return new RouteClusters(table, tree, clusterOf)
        {
            Agreement = agreement,
            AgreementByChance = byChance.Average(),
            PValue = permutations.PValue(byChance.Count(value => value >= agreement - Permutations.Tolerance)),
        };
    }

    /// <summary>The tasks of a cluster, in the table's order.</summary>
    public IEnumerable<TaskRoute> TasksOf(int cluster) =>
        Table.Tasks.Where((_, index) => ClusterOf[index] == cluster);
}
