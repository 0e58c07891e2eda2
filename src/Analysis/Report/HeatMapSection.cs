using System.Globalization;
using System.Xml.Linq;
using Moe.Analysis.Routes;

namespace Moe.Analysis.Report;

/// <summary>Routes of all tasks at every step that was kept: a row a task, a column an expert, a slider for the step.</summary>
internal static class HeatMapSection
{
    public static XElement Of(RouteReport report)
    {
        TaskRows rows = new(report.Clusters);
        return Html.Section(
            "heatmap",
            "Routes",
            Html.Paragraph(
                "A row is a task, a column an expert: E0 is encoder layer 0, D0 decoder layer 0, with the experts' numbers below. "
                + "The stronger a cell's colour, the more of the task goes through the expert; the cells of a layer add up to 1."),
            Controls(report.History),
            Html.Figure(Caption(report), Draw(report, rows)),
            Html.Legend(rows.Categories),
            Html.Numbers($"All weights at step {report.Last.Step} as a table", Table(report.Last)));
    }

    /// <summary>What the script needs: weights of every step as two hexadecimal digits a cell, and where rows stand.</summary>
    public static object Data(RouteReport report)
    {
        TaskRows rows = new(report.Clusters);
        return new
        {
            steps = report.History.Select(table => table.Step),
            frames = report.History.Select(table => string.Concat(
                Weights(table).Select(weight => ((int)Math.Round(weight * 255)).ToString("x2", CultureInfo.InvariantCulture)))),
            top = ExpertColumns.Top,
            ontology = rows.ByOntology,
            cluster = rows.ByCluster,
        };
    }

    private static IEnumerable<float> Weights(RouteTable table) =>
        table.Tasks.SelectMany(task => task.Weights).SelectMany(layer => layer);

    private static XElement Controls(IReadOnlyList<RouteTable> history) => new(
        "div",
        new XAttribute("class", "controls"),
        new XAttribute("hidden", "hidden"),
        new XElement(
            "label",
            new XAttribute("for", "step"),
            "Step ",
            new XElement("output", new XAttribute("id", "step-shown"), new XAttribute("for", "step"), history[^1].Step)),
        new XElement(
            "input",
            new XAttribute("id", "step"),
            new XAttribute("type", "range"),
            new XAttribute("min", 0),
            new XAttribute("max", history.Count - 1),
            new XAttribute("step", 1),
            new XAttribute("value", history.Count - 1)),
        new XElement("button", new XAttribute("id", "play"), new XAttribute("type", "button"), "Play"),
        new XElement(
            "fieldset",
            new XElement("legend", "Tasks in the order of"),
            Choice("ontology", "the ontology", isChosen: true),
            Choice("cluster", "clusters of routes", isChosen: false)));

    private static XElement Choice(string value, string label, bool isChosen) => new(
        "label",
        new XElement(
            "input",
            new XAttribute("type", "radio"),
            new XAttribute("name", "order"),
            new XAttribute("value", value),
            isChosen ? new XAttribute("checked", "checked") : null),
        " ",
        label);

    private static XElement Draw(RouteReport report, TaskRows rows)
    {
        RouteTable table = report.Last;
        ExpertColumns columns = new(table.Layers, TaskRows.Left);
        string[] experts = [.. table.Experts.Select(expert => expert.ToString())];
        Picture picture = new(
            "routes",
            columns.Width,
            ExpertColumns.Top + rows.Height,
            $"Routes of {report.Run}",
            $"Weights of {experts.Length} experts for {table.Tasks.Count} tasks at step {table.Step}; a table below has the numbers.");
        picture.Root.Add(columns.Heading());
        for (int task = 0; task < table.Tasks.Count; task++)
        {
            float[] weights = [.. table.Tasks[task].Weights.SelectMany(layer => layer)];
            string at = (ExpertColumns.Top + rows.ByOntology[task]).ToString(CultureInfo.InvariantCulture);
            picture.Root.Add(new XElement(
                Picture.Namespace + "g",
                new XAttribute("class", "row"),
                new XAttribute("transform", $"translate(0 {at})"),
                rows.Label(task),
                weights.Select((weight, expert) => Picture.Rectangle(
                    columns.Positions[expert], 0, ExpertColumns.Column - 1, TaskRows.Row - 1, "ground")),
                weights.Select((weight, expert) => Picture.Rectangle(
                    columns.Positions[expert],
                    0,
                    ExpertColumns.Column - 1,
                    TaskRows.Row - 1,
                    "cell",
                    Picture.Opacity(weight),
                    Picture.Tip($"{table.Tasks[task].Task}, {experts[expert]}")))));
        }

        return picture.Root;
    }

    private static string Caption(RouteReport report) => report.History.Count == 1
        ? $"Only step {report.Last.Step} was kept."
        : $"{report.History.Count} steps were kept, from {report.History[0].Step} to {report.Last.Step}. The coloured stripe is a "
            + "task's category in the ontology.";

    private static XElement Table(RouteTable table) => Html.Table(
        $"Route weights at step {table.Step}",
        ["task", "category", .. table.Experts.Select(expert => expert.ToString())],
        table.Tasks.Select(task => (IReadOnlyList<string>)
            [task.Task, task.Category, .. task.Weights.SelectMany(layer => layer).Select(weight => Html.Number(weight))]));
}
