using System.Globalization;
using System.Xml.Linq;
using Moe.Analysis.Clusters;

namespace Moe.Analysis.Report;

/// <summary>Tasks by their routes alone, beside the ontology.</summary>
internal static class ClusterSection
{
    private const double TreeWidth = 140;
    private const double Axis = 22;

    public static XElement Of(RouteReport report)
    {
        RouteClusters clusters = report.Clusters;
        TaskRows rows = new(clusters);
        return Html.Section(
            "clusters",
            "Tasks grouped by route",
            Html.Paragraph(Finding(clusters)),
            Html.Scrolling(Contingency(clusters, rows.Categories), "Clusters by category"),
            Html.Figure(
                "Average linkage: the further right two branches meet, the more of their weight the tasks send to different "
                + $"experts. Gaps part the {clusters.Count} clusters; stripes are categories.",
                Tree(clusters, rows)),
            Html.Legend(rows.Categories),
            Html.Numbers("Tasks of every cluster as a table", Members(clusters)));
    }

    /// <summary>The agreement with the ontology in words.</summary>
    public static string Finding(RouteClusters clusters) => string.Create(
        CultureInfo.InvariantCulture,
        $"{clusters.Count} clusters of routes and the ontology's {clusters.Table.Tasks.Select(task => task.Category).Distinct().Count()} "
        + $"categories share a normalised mutual information of {clusters.Agreement:0.00} (1: the same groups; by chance "
        + $"{clusters.AgreementByChance:0.00}; permutation p = {Html.PValue(clusters.PValue)}).");

    private static XElement Contingency(RouteClusters clusters, IReadOnlyList<string> categories) => Html.Table(
        "Tasks of each cluster by category",
        ["cluster", "tasks", .. categories],
        Enumerable.Range(0, clusters.Count).Select(cluster => (IReadOnlyList<string>)
        [
            $"{cluster + 1}",
            $"{clusters.TasksOf(cluster).Count()}",
            .. categories.Select(category => clusters.TasksOf(cluster).Count(task => task.Category == category) is > 0 and var count
                ? $"{count}"
                : ""),
        ]));

    private static XElement Members(RouteClusters clusters) => Html.Prose(
        "Clusters and their tasks",
        ["cluster", "tasks"],
        Enumerable.Range(0, clusters.Count).Select(cluster => (IReadOnlyList<string>)
            [$"{cluster + 1}", string.Join(", ", clusters.TasksOf(cluster).Select(task => task.Task))]));

    private static XElement Tree(RouteClusters clusters, TaskRows rows)
    {
        Picture picture = new(
            "tree",
            TaskRows.Left + TreeWidth + 12,
            rows.Height + Axis,
            "Tree of tasks by route",
            $"{clusters.Table.Tasks.Count} tasks joined step by step by how alike their routes are; the table below lists the clusters.");
        for (int task = 0; task < clusters.ClusterOf.Count; task++)
        {
            string at = rows.ByCluster[task].ToString(CultureInfo.InvariantCulture);
            picture.Root.Add(new XElement(
                Picture.Namespace + "g", new XAttribute("transform", $"translate(0 {at})"), rows.Label(task)));
        }

        picture.Root.Add(Branches(clusters.Tree, rows.ByCluster));
        foreach (double tick in new[] { 0, 0.5, 1 })
            picture.Root.Add(Picture.Text(Across(tick), picture.Height - 6, tick.ToString(CultureInfo.InvariantCulture), "middle small"));
        return picture.Root;
    }

    private static IEnumerable<XElement> Branches(Dendrogram tree, double[] positions)
    {
        List<(double X, double Y)> groups = [.. positions.Select(at => (Across(0), at + (TaskRows.Row / 2)))];
        foreach (Merge merge in tree.Merges)
        {
            (double x, (double X, double Y) left, (double X, double Y) right) =
                (Across(merge.Distance), groups[merge.Left], groups[merge.Right]);
            yield return Picture.Line(left.X, left.Y, x, left.Y, "branch");
            yield return Picture.Line(right.X, right.Y, x, right.Y, "branch");
            yield return Picture.Line(x, left.Y, x, right.Y, "branch");
            groups.Add((x, (left.Y + right.Y) / 2));
        }
    }

    private static double Across(double distance) => TaskRows.Left + 2 + (distance * TreeWidth);
}
