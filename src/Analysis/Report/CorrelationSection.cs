using System.Xml.Linq;
using Moe.Analysis.Correlations;
using Moe.Analysis.Plots;
using Moe.Analysis.Statistics;

namespace Moe.Analysis.Report;

/// <summary>Experts against features of tasks: a matrix with stars, and a table of what chance explains badly.</summary>
internal static class CorrelationSection
{
    private const int RowsMax = 40;

    public static XElement Of(RouteReport report)
    {
        ExpertCorrelations correlations = report.Correlations;
        return Html.Section(
            "correlations",
            "What experts are for",
            Html.Paragraph(
                "Pearson correlation over tasks between an expert's weight and a feature: blue for more weight where the feature is "
                + "larger, orange for less; a strong colour is a strong correlation. Stars tell how badly chance explains it, from "
                + "permutations of the tasks, adjusted after Benjamini and Hochberg over the whole table: * below 0.05, ** below 0.01, "
                + "*** below 0.001."),
            Html.Figure(
                "Rows are features of tasks, columns experts as above. An empty row or column: always the same weight.", Draw(report)),
            Html.Paragraph(Finding(correlations)),
            Html.Scrolling(Table("Strongest correlations", correlations.Significant.Take(RowsMax)), "Strongest correlations"),
            Html.Numbers("What the features are", Html.Prose(
                "Features of tasks",
                ["feature", "what it is"],
                correlations.Features.Select(feature => (IReadOnlyList<string>)[feature.Name, feature.Description]))),
            Html.Numbers("All correlations as a table", Table("Every expert against every feature", correlations.All)));
    }

    /// <summary>How many correlations stand out, in words.</summary>
    public static string Finding(ExpertCorrelations correlations)
    {
        ExpertCorrelation[] significant = [.. correlations.Significant];
        int tests = correlations.All.Count(entry => !double.IsNaN(entry.R));
        return significant.Length == 0
            ? $"None of {tests} correlations between experts and features stands out from chance."
            : $"{significant.Length} of {tests} correlations between experts and features stand out from chance; the strongest is "
                + $"{significant[0].Expert} with {significant[0].Feature} (r = {Html.Number(significant[0].R)})"
                + (significant.Length > RowsMax ? $"; the {RowsMax} strongest are listed." : ".");
    }

    private static XElement Draw(RouteReport report)
    {
        ExpertCorrelations correlations = report.Correlations;
        double left = correlations.Features.Max(feature => Svg.WidthOf(feature.Name, Picture.TextSize)) + 8;
        ExpertColumns columns = new(report.Last.Layers, left);
        Picture picture = new(
            "correlations",
            columns.Width,
            ExpertColumns.Top + (correlations.Features.Count * TaskRows.Row),
            "Correlations of experts with task features",
            Finding(correlations));
        picture.Root.Add(columns.Heading());
        for (int row = 0; row < correlations.Features.Count; row++)
        {
            double y = ExpertColumns.Top + (row * TaskRows.Row);
            string feature = correlations.Features[row].Name;
            picture.Root.Add(Picture.Text(left - 5, y + TaskRows.Row - 3, feature, "end"));
            picture.Root.Add(correlations.Row(feature).Select((entry, column) => Cell(entry, columns.Positions[column], y)));
        }

        return picture.Root;
    }

    private static IEnumerable<XElement> Cell(ExpertCorrelation entry, double x, double y)
    {
        const double Side = ExpertColumns.Column - 1;
        yield return Picture.Rectangle(x, y, Side, Side, "ground");
        if (double.IsNaN(entry.R))
            yield break;
        string stars = FalseDiscoveries.Stars(entry.Adjusted);
        yield return Picture.Rectangle(
            x,
            y,
            Side,
            Side,
            entry.R > 0 ? "cell" : "cell below",
            Picture.Opacity(Math.Abs(entry.R)),
            Picture.Tip($"{entry.Feature}, {entry.Expert}: r = {Html.Number(entry.R)} {stars}"));
        if (stars.Length > 0)
            yield return Picture.Text(x + (Side / 2), y + TaskRows.Row - 2, stars, $"middle stars{(Math.Abs(entry.R) > 0.5 ? " on" : "")}");
    }

    private static XElement Table(string caption, IEnumerable<ExpertCorrelation> entries) => Html.Table(
        caption,
        ["expert", "feature", "r", "", "p", "adjusted"],
        entries.Select(entry => (IReadOnlyList<string>)
        [
            entry.Expert.ToString(), entry.Feature, Html.Number(entry.R, "+0.00;-0.00"), FalseDiscoveries.Stars(entry.Adjusted),
            Html.PValue(entry.PValue), Html.PValue(entry.Adjusted),
        ]));
}
