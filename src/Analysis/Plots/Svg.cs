using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Moe.Analysis.Plots;

/// <summary>
/// One SVG picture: a white background, so that it can be read on a dark page as well, a title and a description for
/// those who cannot see it, and shapes in pixels from the top left corner.
/// </summary>
public sealed class Svg
{
    /// <summary>The colour of text and axes.</summary>
    public const string Ink = "#222222";

    /// <summary>The height of ordinary text in pixels.</summary>
    public const double TextSize = 11;

    private const double LetterWidth = 0.56;

    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">The heading.</param>
    /// <param name="description">The picture in words.</param>
    /// <param name="name">What its identifiers start with; pictures of one page need different ones.</param>
    public Svg(double width, double height, string title, string description, string name = "")
    {
        _root = new XElement(
            _svg + "svg",
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{name}title {name}description"),
            new XAttribute("font-family", "DejaVu Sans, Verdana, sans-serif"),
            new XAttribute("font-size", Number(TextSize)),
            new XElement(_svg + "title", new XAttribute("id", name + "title"), Clean(title)),
            new XElement(_svg + "desc", new XAttribute("id", name + "description"), Clean(description)));
        Rectangle(0, 0, width, height, "#ffffff");
    }

    /// <summary>About how wide a text will be, in pixels; fonts differ.</summary>
    public static double WidthOf(string text, double size = TextSize) => text.Length * size * LetterWidth;

    /// <param name="tip">What a browser shows while the pointer rests on it.</param>
    public void Rectangle(double x, double y, double width, double height, string fill, string? tip = null)
    {
        XElement shape = Add(
            "rect", ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)),
            ("fill", fill));
        if (tip is not null)
            shape.Add(new XElement(_svg + "title", Clean(tip)));
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string dash = "")
    {
        XElement shape = Add(
            "line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)),
            ("stroke", stroke), ("stroke-width", Number(width)));
        AddDash(shape, dash);
    }

    public void Polyline(IEnumerable<(double X, double Y)> points, string stroke, double width, string dash = "")
    {
        string path = string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
        XElement shape = Add(
            "polyline", ("points", path), ("fill", "none"), ("stroke", stroke), ("stroke-width", Number(width)),
            ("stroke-linejoin", "round"), ("stroke-linecap", "round"));
        AddDash(shape, dash);
    }

    public void Circle(double x, double y, double radius, string fill) =>
        Add("circle", ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), ("fill", fill));

    /// <param name="x">Where the anchor of the text stands.</param>
    /// <param name="y">The base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor">Which part of the text stands at x.</param>
    /// <param name="size">Height in pixels.</param>
    /// <param name="rotation">Degrees clockwise around the anchor.</param>
    /// <param name="isBold">Whether it is a heading.</param>
    public void Text(
        double x,
        double y,
        string text,
        TextAnchor anchor = TextAnchor.Start,
        double size = TextSize,
        double rotation = 0,
        bool isBold = false)
    {
        XElement shape = Add(
            "text", ("x", Number(x)), ("y", Number(y)), ("fill", Ink),
            ("text-anchor", anchor.ToString().ToLowerInvariant()));
        if (size != TextSize)
            shape.SetAttributeValue("font-size", Number(size));
        if (isBold)
            shape.SetAttributeValue("font-weight", "bold");
        if (rotation != 0)
            shape.SetAttributeValue("transform", $"rotate({Number(rotation)} {Number(x)} {Number(y)})");
        shape.Value = Clean(text);
    }

    /// <summary>The picture as part of a page.</summary>
    public XElement Element => _root;

    /// <summary>The picture as an XML document.</summary>
    public override string ToString() => _root.ToString() + "\n";

    /// <summary>Writes the picture; the folder must exist.</summary>
    public void Save(string path) => File.WriteAllText(path, ToString(), new UTF8Encoding(false));

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>Control characters, which XML cannot hold, become a question mark.</summary>
    private static string Clean(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    private static void AddDash(XElement shape, string dash)
    {
        if (dash.Length > 0)
            shape.SetAttributeValue("stroke-dasharray", dash);
    }

    private XElement Add(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var shape = new XElement(_svg + name);
        foreach ((string attribute, string value) in attributes)
            shape.SetAttributeValue(attribute, value);
        _root.Add(shape);
        return shape;
    }
}
