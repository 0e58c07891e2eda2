using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace Moe.Analysis.Report;

/// <summary>
/// A run's routes as one HTML page that needs nothing else: style, script, pictures and data are inside it. It can be
/// read without its script, on a phone, on paper and by a screen reader: each picture has its numbers in a table.
/// </summary>
public static class RoutePage
{
    /// <summary>The page.</summary>
    public static string Write(RouteReport report)
    {
        XElement[] sections =
        [
            HeatMapSection.Of(report), EntropySection.Of(report), ClusterSection.Of(report), CorrelationSection.Of(report),
            AblationSection.Of(report),
        ];
        var heading = new XElement(
            "header",
            new XElement("h1", $"Routes of {report.Run}"),
            Html.Paragraph(
                $"{report.Last.Tasks.Count} tasks, {report.Last.Layers.Count} routed layers, {report.Last.Experts.Count()} experts, "
                + $"{report.History.Count} steps kept, the last {report.Last.Step}."),
            new XElement(
                "ul",
                new XElement("li", ClusterSection.Finding(report.Clusters)),
                new XElement("li", CorrelationSection.Finding(report.Correlations))));
        string title = new XText($"Routes of {report.Run}").ToString();
        return Part("page.html")
            .Replace("{{title}}", title, StringComparison.Ordinal)
            .Replace("{{style}}", Part("page.css"), StringComparison.Ordinal)
            .Replace("{{script}}", Part("page.js"), StringComparison.Ordinal)
            .Replace("{{data}}", JsonSerializer.Serialize(HeatMapSection.Data(report)), StringComparison.Ordinal)
            .Replace("{{header}}", Text(heading), StringComparison.Ordinal)
            .Replace("{{sections}}", string.Join('\n', sections.Select(Text)), StringComparison.Ordinal);
    }

    private static string Text(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private static string Part(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Moe.Analysis.Report.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the program; Analysis.csproj has to embed it.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
