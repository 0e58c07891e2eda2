using System.Globalization;

namespace Moe.Analysis.Plots;

/// <summary>
/// Two values of every item on one axis, such as two methods' scores of every task: two dots joined by a line, the items ordered by
/// how far the first lies above the second.
/// </summary>
public sealed class PairedDotChart(IReadOnlyList<(string Name, double First, double Second)> items)
{
    private const double Top = 64, Bottom = 44, RowHeight = 17, PlotWidth = 460, Radius = 4;
    private const int Ticks = 8;

    public required string Title { get; init; }

    public required string XLabel { get; init; }

    /// <summary>What the first value is of, such as the method.</summary>
    public required string FirstName { get; init; }

    /// <summary>What the second value is of, such as the method it is compared with.</summary>
    public required string SecondName { get; init; }

    /// <summary>The picture. Items of which a value is no number are left out.</summary>
    public Svg Draw()
    {
        var rows = items.Where(item => double.IsFinite(item.First) && double.IsFinite(item.Second))
            .OrderByDescending(item => item.First - item.Second).ThenBy(item => item.Name, StringComparer.Ordinal).ToList();
        var left = rows.Select(row => Svg.WidthOf(row.Name)).DefaultIfEmpty(0).Max() + 28;
        var bottom = Top + (rows.Count * RowHeight);
        var values = rows.SelectMany(row => new[] { row.First, row.Second }).Append(0).ToList();
        var axis = AxisTicks.Cover(values.Min(), values.Max(), Ticks);
        Svg svg = new(left + PlotWidth + 24, bottom + Bottom, Title, Described(rows));
        svg.Text(16, 26, Title, size: 15, isBold: true);
        DrawLegend(svg, left);
        foreach (var tick in axis.Values)
        {
            svg.Line(Place(tick), Top, Place(tick), bottom, "#dddddd");
            svg.Text(Place(tick), bottom + 17, axis.Format(tick), TextAnchor.Middle);
        }
        svg.Text(left + (PlotWidth / 2), bottom + 36, XLabel, TextAnchor.Middle, size: 12);
        foreach (var (index, (name, first, second)) in rows.Index())
        {
            var y = Top + ((index + 0.5) * RowHeight);
            svg.Text(left - 10, y + 4, name, TextAnchor.End);
            svg.Line(Place(second), y, Place(first), y, Svg.Ink);
            svg.Circle(Place(second), y, Radius, Palette.Category(1));
            svg.Circle(Place(first), y, Radius, Palette.Category(0));
        }
        return svg;

        double Place(double value) => left + ((value - axis.Low) / (axis.High - axis.Low) * PlotWidth);
    }

    private void DrawLegend(Svg svg, double x)
    {
        foreach (var (index, name) in new[] { FirstName, SecondName }.Index())
        {
            svg.Circle(x + 4, Top - 18, Radius, Palette.Category(index));
            svg.Text(x + 14, Top - 14, name);
            x += Svg.WidthOf(name) + 40;
        }
    }

    private string Described(IReadOnlyList<(string Name, double First, double Second)> rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"{XLabel} of {rows.Count} items: {FirstName} lies above {SecondName} in {rows.Count(row => row.First > row.Second)}, below in " +
        $"{rows.Count(row => row.First < row.Second)}.");
}
