using System.Globalization;

namespace Moe.Analysis.Plots;

/// <summary>Lines over one axis, such as the loss of each category by step, with a legend at the right, or below a narrow one.</summary>
public sealed class LineChart(IReadOnlyList<LineSeries> series)
{
    private const double Left = 76;
    private const double Top = 52;
    private const double Bottom = 56;
    private const double LegendLine = 20;

    public required string Title { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    /// <summary>What its identifiers start with in a page of several pictures.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it has to be read on a phone: smaller, with the legend below.</summary>
    public bool IsNarrow { get; init; }

    private double PlotWidth => IsNarrow ? 250 : 640;

    private double PlotHeight => IsNarrow ? 190 : 320;

    public Svg Draw()
    {
        double legendWidth = series.Select(line => Svg.WidthOf(line.Name)).DefaultIfEmpty(0).Max() + 60;
        double legend = series.Count * LegendLine;
        Svg svg = IsNarrow
            ? new Svg(Left + PlotWidth + 16, Top + PlotHeight + Bottom + legend, Title, Describe(), Name)
            : new Svg(Left + PlotWidth + legendWidth + 16, Math.Max(Top + PlotHeight + Bottom, Top + legend + 20), Title, Describe(), Name);
        svg.Text(16, 28, Title, size: IsNarrow ? 13 : 16, isBold: true);
        (double X, double Y)[] points = [.. series.SelectMany(line => line.Points).Where(IsDrawn)];
        AxisTicks horizontal = Cover(points.Select(point => point.X), IsNarrow ? 4 : 8);
        AxisTicks vertical = Cover(points.Select(point => point.Y), 6);
        DrawAxes(svg, horizontal, vertical);
        for (int i = 0; i < series.Count; i++)
        {
            DrawLine(svg, series[i], i, horizontal, vertical);
            DrawLegend(svg, series[i].Name, i);
        }

        return svg;
    }

    private static bool IsDrawn((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static AxisTicks Cover(IEnumerable<double> values, int count)
    {
        double[] all = [.. values];
        return all.Length == 0 ? AxisTicks.Cover(0, 1, count) : AxisTicks.Cover(all.Min(), all.Max(), count);
    }

    private void DrawAxes(Svg svg, AxisTicks horizontal, AxisTicks vertical)
    {
        foreach (double tick in vertical.Values)
        {
            double y = Place(tick, vertical, Top + PlotHeight, Top);
            svg.Line(Left, y, Left + PlotWidth, y, "#dddddd");
            svg.Text(Left - 8, y + 4, vertical.Format(tick), TextAnchor.End);
        }

        foreach (double tick in horizontal.Values)
        {
            double x = Place(tick, horizontal, Left, Left + PlotWidth);
            svg.Line(x, Top + PlotHeight, x, Top + PlotHeight + 5, Svg.Ink);
            svg.Text(x, Top + PlotHeight + 19, horizontal.Format(tick), TextAnchor.Middle);
        }

        svg.Line(Left, Top + PlotHeight, Left + PlotWidth, Top + PlotHeight, Svg.Ink);
        svg.Line(Left, Top, Left, Top + PlotHeight, Svg.Ink);
        svg.Text(Left + (PlotWidth / 2), Top + PlotHeight + 42, XLabel, TextAnchor.Middle, size: 12);
        svg.Text(20, Top + (PlotHeight / 2), YLabel, TextAnchor.Middle, size: 12, rotation: -90);
    }

    /// <summary>Joins the points between breaks; a point that stands alone is a dot.</summary>
    private void DrawLine(Svg svg, LineSeries line, int index, AxisTicks horizontal, AxisTicks vertical)
    {
        var part = new List<(double X, double Y)>();
        foreach ((double X, double Y) point in line.Points.Append((double.NaN, double.NaN)))
        {
            if (IsDrawn(point))
            {
                part.Add((
                    Place(point.X, horizontal, Left, Left + PlotWidth),
                    Place(point.Y, vertical, Top + PlotHeight, Top)));
                continue;
            }

            if (part.Count == 1)
                svg.Circle(part[0].X, part[0].Y, 2.5, Palette.Category(index));
            else if (part.Count > 1)
                svg.Polyline(part, Palette.Category(index), 2, Palette.Dash(index));
            part.Clear();
        }
    }

    private void DrawLegend(Svg svg, string name, int index)
    {
        double x = IsNarrow ? Left : Left + PlotWidth + 18;
        double y = (IsNarrow ? Top + PlotHeight + Bottom : Top + 8) + (index * LegendLine);
        svg.Line(x, y, x + 22, y, Palette.Category(index), 3, Palette.Dash(index));
        svg.Text(x + 30, y + 4, name);
    }

    private static double Place(double value, AxisTicks axis, double from, double to) =>
        from + ((value - axis.Low) / (axis.High - axis.Low) * (to - from));

    /// <summary>The chart in words: where each line starts and ends.</summary>
    private string Describe()
    {
        IEnumerable<string> lines = series.Select(line =>
        {
            (double X, double Y)[] points = [.. line.Points.Where(IsDrawn)];
            return points.Length == 0
                ? $"{line.Name} has no points"
                : string.Create(
                    CultureInfo.InvariantCulture, $"{line.Name} from {points[0].Y:0.###} to {points[^1].Y:0.###}");
        });
        return $"{YLabel} by {XLabel}: {string.Join("; ", lines)}.";
    }
}
