using System.Globalization;
using System.Xml.Linq;

namespace Moe.Analysis.Report;

/// <summary>
/// A picture drawn for the page alone: its colours come from the page's style by class, so that it follows light, dark
/// and paper, and its shapes can be moved by the page's script.
/// </summary>
internal sealed class Picture
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>The height of text that the page's style sets, in pixels.</summary>
    public const double TextSize = 9.5;

    /// <param name="name">What its identifiers start with.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, in words.</param>
    public Picture(string name, double width, double height, string title, string description)
    {
        Height = height;
        Root = new XElement(
            Namespace + "svg",
            new XAttribute("viewBox", $"0 0 {Place(width)} {Place(height)}"),
            new XAttribute("width", Place(width)),
            new XAttribute("height", Place(height)),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{name}-title {name}-description"),
            new XElement(Namespace + "title", new XAttribute("id", $"{name}-title"), title),
            new XElement(Namespace + "desc", new XAttribute("id", $"{name}-description"), description));
    }

    public XElement Root { get; }

    /// <summary>The height given.</summary>
    public double Height { get; }

    public static XElement Rectangle(double x, double y, double width, double height, string style, params object?[] more) => new(
        Namespace + "rect",
        new XAttribute("x", Place(x)),
        new XAttribute("y", Place(y)),
        new XAttribute("width", Place(width)),
        new XAttribute("height", Place(height)),
        new XAttribute("class", style),
        more);

    public static XElement Line(double x1, double y1, double x2, double y2, string style) => new(
        Namespace + "line",
        new XAttribute("x1", Place(x1)),
        new XAttribute("y1", Place(y1)),
        new XAttribute("x2", Place(x2)),
        new XAttribute("y2", Place(y2)),
        new XAttribute("class", style));

    public static XElement Text(double x, double y, string text, string style = "") => new(
        Namespace + "text",
        new XAttribute("x", Place(x)),
        new XAttribute("y", Place(y)),
        style.Length > 0 ? new XAttribute("class", style) : null,
        text);

    public static XElement Tip(string text) => new(Namespace + "title", text);

    public static XAttribute Fill(string color) => new("fill", color);

    public static XAttribute Opacity(double value) => new("fill-opacity", Math.Round(value, 3).ToString(CultureInfo.InvariantCulture));

    private static string Place(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
