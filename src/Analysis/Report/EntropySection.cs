using System.Xml.Linq;
using Moe.Analysis.Plots;
using Moe.Analysis.Routes;

namespace Moe.Analysis.Report;

/// <summary>How undecided routes are over training, by layer and by category, and of each task at the end.</summary>
internal static class EntropySection
{
    public static XElement Of(RouteReport report) => Html.Section(
        "entropy",
        "How sure routes are",
        Html.Paragraph(
            "Entropy of a task's weights in a layer, divided by that of equal weights: 0 when one expert has all, 1 when all have "
            + "the same. Lines are means over tasks."),
        new XElement(
            "div",
            new XAttribute("class", "side-by-side"),
            Html.Figure("By layer, over all tasks.", ByLayer(report)),
            Html.Figure("By category, over all layers.", ByCategory(report))),
        Html.Numbers("Entropy by layer and step as a table", LayerTable(report.History)),
        Html.Numbers($"Entropy by task at step {report.Last.Step} as a table", TaskTable(report.Last)));

    private static XElement ByLayer(RouteReport report) =>
        Chart("Route entropy by layer", "entropy-layer-", RouteEntropy.LinesByLayer(report.History));

    private static XElement ByCategory(RouteReport report) => Chart(
        "Route entropy by category",
        "entropy-category-",
        report.Last.Tasks.Select(task => task.Category).Distinct().Select(category => new LineSeries(
            category,
            [.. report.History.Select(table => (
                (double)table.Step,
                table.Tasks.Where(task => task.Category == category).Average(RouteEntropy.Of)))])));

    private static XElement Chart(string title, string name, IEnumerable<LineSeries> lines) => new LineChart([.. lines])
    {
        Title = title,
        XLabel = "step",
        YLabel = "entropy",
        Name = name,
        IsNarrow = true,
    }.Draw().Element;

    private static XElement LayerTable(IReadOnlyList<RouteTable> history) => Html.Table(
        "Mean entropy over tasks",
        ["step", .. history[^1].Layers.Select(layer => layer.Name)],
        history.Select(table => (IReadOnlyList<string>)
            [$"{table.Step}", .. RouteEntropy.MeanByLayer(table).Select(value => Html.Number(value))]));

    private static XElement TaskTable(RouteTable table) => Html.Table(
        "Entropy of each task",
        ["task", "category", "mean", .. table.Layers.Select(layer => layer.Name)],
        table.Tasks.Select(task => (IReadOnlyList<string>)
        [
            task.Task, task.Category, Html.Number(RouteEntropy.Of(task)),
            .. task.Weights.Select(layer => Html.Number(RouteEntropy.Of(layer))),
        ]));
}
