using System.Globalization;
using System.Xml.Linq;

namespace Moe.Analysis.Plots;

/// <summary>
/// Heat maps of the same rows and columns one after the other, as one SVG that moves by itself in every browser and shows
/// the last of them where pictures stand still. Only what changes from picture to picture is animated.
/// </summary>
public static class HeatMapAnimation
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    /// <summary>Puts pictures together.</summary>
    /// <param name="frames">Pictures by the same heat map with other values and titles, at least one.</param>
    /// <param name="seconds">How long each is shown; the last one three times as long.</param>
    public static XElement Of(IReadOnlyList<Svg> frames, double seconds)
    {
        var animated = new XElement(frames[^1].Element);
        XElement[][] shapes = [.. frames.Select(frame => frame.Element.Elements().ToArray())];
        string duration = string.Create(CultureInfo.InvariantCulture, $"{(frames.Count + 2) * seconds:0.##}s");
        XElement[] last = [.. animated.Elements()];
        for (int i = 0; i < last.Length; i++)
        {
            if (last[i].Name == _svg + "rect")
                AnimateFill(last[i], [.. shapes.Select(frame => (string)frame[i].Attribute("fill")!)], duration);
            else if (last[i].Name == _svg + "text" && shapes.Any(frame => frame[i].Value != last[i].Value))
                AnimateText(last[i], [.. shapes.Select(frame => frame[i])], duration);
        }

        return animated;
    }

    private static void AnimateFill(XElement rectangle, string[] fills, string duration)
    {
        // A tip would tell the value of the last picture all the time.
        rectangle.Elements().Remove();
        if (fills.Distinct().Count() > 1)
            rectangle.Add(Animate("fill", fills, duration));
    }

    private static void AnimateText(XElement text, XElement[] versions, string duration)
    {
        for (int frame = 0; frame < versions.Length; frame++)
        {
            int shown = frame;
            var version = new XElement(versions[frame]);
            version.SetAttributeValue("visibility", frame == versions.Length - 1 ? "visible" : "hidden");
            version.Add(Animate(
                "visibility",
                [.. Enumerable.Range(0, versions.Length).Select(at => at == shown ? "visible" : "hidden")],
                duration));
            text.AddBeforeSelf(version);
        }

        text.Remove();
    }

    private static XElement Animate(string attribute, IReadOnlyList<string> values, string duration) => new(
        _svg + "animate",
        new XAttribute("attributeName", attribute),
        new XAttribute("values", string.Join(';', [.. values, values[^1], values[^1]])),
        new XAttribute("calcMode", "discrete"),
        new XAttribute("dur", duration),
        new XAttribute("repeatCount", "indefinite"));
}
