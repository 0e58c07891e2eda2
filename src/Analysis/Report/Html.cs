using System.Globalization;
using System.Xml.Linq;
using Moe.Analysis.Plots;

namespace Moe.Analysis.Report;

/// <summary>The few HTML elements that the sections of a page are made of.</summary>
internal static class Html
{
    public static XElement Section(string id, string heading, params object?[] content) => new(
        "section",
        new XAttribute("id", id),
        new XElement("h2", heading),
        content);

    public static XElement Paragraph(params object?[] content) => new("p", content);

    /// <summary>A picture with what it shows below it; it grows and shrinks with the page within limits.</summary>
    public static XElement Figure(string caption, XElement picture) => new(
        "figure",
        new XElement(
            "div",
            new XAttribute("class", "picture"),
            new XAttribute("style", $"--width:{(string?)picture.Attribute("width")}px"),
            picture),
        new XElement("figcaption", caption));

    /// <summary>The numbers behind a picture, folded away.</summary>
    public static XElement Numbers(string summary, XElement table) =>
        new("details", new XElement("summary", summary), Scrolling(table, summary));

    /// <summary>A table that is wider than a phone; it can be scrolled by the keyboard too.</summary>
    public static XElement Scrolling(XElement table, string label) => new(
        "div",
        new XAttribute("class", "wide"),
        new XAttribute("tabindex", "0"),
        new XAttribute("role", "region"),
        new XAttribute("aria-label", label),
        table);

    /// <summary>A table whose first column names its rows.</summary>
    public static XElement Table(string caption, IEnumerable<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        Table(caption, header, rows, "numbers");

    /// <summary>A table of texts, whose lines may be broken.</summary>
    public static XElement Prose(string caption, IEnumerable<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        Table(caption, header, rows, "prose");

    /// <summary>Coloured squares with names.</summary>
    public static XElement Legend(IEnumerable<string> names) => new(
        "ul",
        new XAttribute("class", "legend"),
        names.Select((name, index) => new XElement(
            "li",
            new XElement("span", new XAttribute("style", $"background:{Palette.Category(index)}"), ""),
            name)));

    public static string Number(double value, string format = "0.00") =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A p-value with two digits that count.</summary>
    public static string PValue(double value) => Number(value, "G2");

    private static XElement Table(
        string caption, IEnumerable<string> header, IEnumerable<IReadOnlyList<string>> rows, string style) => new(
        "table",
        new XAttribute("class", style),
        new XElement("caption", caption),
        new XElement("thead", new XElement("tr", header.Select(cell =>
            new XElement("th", new XAttribute("scope", "col"), cell)))),
        new XElement("tbody", rows.Select(row => new XElement(
            "tr",
            new XElement("th", new XAttribute("scope", "row"), row[0]),
            row.Skip(1).Select(cell => new XElement("td", cell))))));
}
