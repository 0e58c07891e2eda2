using System.Globalization;

namespace Moe.Analysis.Plots;

/// <summary>
/// Amounts from 0 to 1 as a grid of coloured cells. Rows and columns come in groups: a gap parts them, row groups have
/// their label at the left, column groups a coloured bar and their label above. Resting the pointer on a cell shows
/// its value.
/// </summary>
public sealed class HeatMap
{
    private const double Cell = 15;
    private const double Gap = 5;
    private const double Margin = 16;
    private const double BarHeight = 7;
    private const double ColumnLabelAngle = -60;
    private const double ScaleWidth = 14;
    private const double ScaleSpace = 78;
    private const double LegendLine = 18;

    private readonly IReadOnlyList<HeatMapItem> _rows;
    private readonly IReadOnlyList<HeatMapItem> _columns;
    private readonly double[] _rowAt;
    private readonly double[] _columnAt;

    /// <exception cref="ArgumentException">There are no rows or no columns, or not one value for each pair.</exception>
    public HeatMap(IReadOnlyList<HeatMapItem> rows, IReadOnlyList<HeatMapItem> columns, double[,] values)
    {
        if (rows.Count == 0 || columns.Count == 0)
            throw new ArgumentException($"A heat map of {rows.Count} rows and {columns.Count} columns has no cells.");
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
        {
            throw new ArgumentException(
                $"A heat map of {rows.Count} rows and {columns.Count} columns was given "
                + $"{values.GetLength(0)} by {values.GetLength(1)} values.");
        }

        _rows = rows;
        _columns = columns;
        Values = values;
        _rowAt = Positions(rows);
        _columnAt = Positions(columns);
    }

    /// <summary>The amounts, [row, column]; what is not a number is drawn grey.</summary>
    public double[,] Values { get; }

    public required string Title { get; init; }

    /// <summary>What the picture shows, in words, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>What an amount is; stands beside the colour scale.</summary>
    public string AmountLabel { get; init; } = "";

    /// <summary>What the row labels and groups are, such as "layer, expert".</summary>
    public string RowAxisLabel { get; init; } = "";

    public Svg Draw()
    {
        Frame frame = Measure();
        var svg = new Svg(frame.Width, frame.Height, Title, Description);
        svg.Text(Margin, Margin + 14, Title, size: 16, isBold: true);
        DrawColumnGroups(svg, frame);
        DrawRowLabels(svg, frame);
        DrawCells(svg, frame);
        DrawColumnLabels(svg, frame);
        DrawScale(svg, frame);
        if (frame.NeedsLegend)
            DrawLegend(svg, frame);
        return svg;
    }

    /// <summary>
    /// Where each item starts, with a gap before each new group; one more entry for where the last one ends.
    /// </summary>
    private static double[] Positions(IReadOnlyList<HeatMapItem> items)
    {
        var positions = new double[items.Count + 1];
        double at = 0;
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0 && items[i].Group != items[i - 1].Group)
                at += Gap;
            positions[i] = at;
            at += Cell;
        }

        positions[^1] = at;
        return positions;
    }

    /// <summary>Neighbours of the same group, from the first to the last item of each.</summary>
    private static IEnumerable<(string Group, int First, int Last)> GroupsOf(IReadOnlyList<HeatMapItem> items)
    {
        int first = 0;
        for (int i = 1; i <= items.Count; i++)
        {
            if (i < items.Count && items[i].Group == items[first].Group)
                continue;
            yield return (items[first].Group, first, i - 1);
            first = i;
        }
    }

    private Frame Measure()
    {
        double groupWidth = _rows.Max(row => Svg.WidthOf(row.Group));
        double labelWidth = _rows.Max(row => Svg.WidthOf(row.Label));
        double left = Margin + Math.Max(groupWidth + 10 + labelWidth, Svg.WidthOf(RowAxisLabel)) + 8;
        double columnLabel = _columns.Max(column => Svg.WidthOf(column.Label));
        double angle = -ColumnLabelAngle * Math.PI / 180;
        double below = (columnLabel * Math.Sin(angle)) + 16;

        // The first column's label leans to the left and must not leave the picture.
        left = Math.Max(left, Margin + (columnLabel * Math.Cos(angle)));
        bool needsLegend = GroupsOf(_columns).Any(group => !Fits(group));
        double top = Margin + 30 + 14 + BarHeight + 4;
        double width = Math.Max(
            left + _columnAt[^1] + ScaleSpace + Margin, (2 * Margin) + Svg.WidthOf(Title, 16) + 20);
        double legendTop = top + _rowAt[^1] + below;
        double height = legendTop + Margin + (needsLegend ? LegendHeight(left, width) : 0);
        return new Frame(left, top, width, height, legendTop, needsLegend);
    }

    private bool Fits((string Group, int First, int Last) group) =>
        Svg.WidthOf(group.Group) <= _columnAt[group.Last] + Cell - _columnAt[group.First] + Gap;

    private void DrawColumnGroups(Svg svg, Frame frame)
    {
        Dictionary<string, int> order = GroupOrder();
        foreach ((string Group, int First, int Last) group in GroupsOf(_columns))
        {
            double x = frame.Left + _columnAt[group.First];
            double width = _columnAt[group.Last] + Cell - _columnAt[group.First];
            string color = Palette.Category(order[group.Group]);
            svg.Rectangle(x, frame.Top - BarHeight - 4, width, BarHeight, color, group.Group);
            if (Fits(group))
                svg.Text(x + (width / 2), frame.Top - BarHeight - 9, group.Group, TextAnchor.Middle);
        }
    }

    private void DrawRowLabels(Svg svg, Frame frame)
    {
        if (RowAxisLabel.Length > 0)
            svg.Text(frame.Left - 6, frame.Top - 5, RowAxisLabel, TextAnchor.End, size: 10);
        double labelWidth = _rows.Max(row => Svg.WidthOf(row.Label));
        for (int row = 0; row < _rows.Count; row++)
        {
            double y = frame.Top + _rowAt[row] + (Cell / 2) + 4;
            svg.Text(frame.Left - 6, y, _rows[row].Label, TextAnchor.End, size: 10);
        }

        foreach ((string group, int first, int last) in GroupsOf(_rows))
        {
            double start = frame.Top + _rowAt[first];
            double end = frame.Top + _rowAt[last] + Cell;
            double x = frame.Left - 6 - labelWidth - 6;
            svg.Line(x, start + 1, x, end - 1, "#888888");
            svg.Text(x - 4, ((start + end) / 2) + 4, group, TextAnchor.End);
        }
    }

    private void DrawCells(Svg svg, Frame frame)
    {
        for (int row = 0; row < _rows.Count; row++)
        {
            for (int column = 0; column < _columns.Count; column++)
            {
                double value = Values[row, column];
                string fill = double.IsNaN(value) ? "#bbbbbb" : Palette.Amount(value);
                string amount = value.ToString("0.000", CultureInfo.InvariantCulture);
                svg.Rectangle(
                    frame.Left + _columnAt[column],
                    frame.Top + _rowAt[row],
                    Cell - 0.6,
                    Cell - 0.6,
                    fill,
                    $"{_columns[column].Label}, {_rows[row].Group} {_rows[row].Label}: {amount}");
            }
        }
    }

    private void DrawColumnLabels(Svg svg, Frame frame)
    {
        double y = frame.Top + _rowAt[^1] + 10;
        for (int column = 0; column < _columns.Count; column++)
        {
            double x = frame.Left + _columnAt[column] + (Cell / 2) + 4;
            svg.Text(x, y, _columns[column].Label, TextAnchor.End, rotation: ColumnLabelAngle);
        }
    }

    /// <summary>The colour scale at the right, 1 at the top.</summary>
    private void DrawScale(Svg svg, Frame frame)
    {
        const int Steps = 50;
        double x = frame.Left + _columnAt[^1] + 22;
        double height = Math.Min(_rowAt[^1], 160);
        double step = height / Steps;
        for (int i = 0; i < Steps; i++)
        {
            double amount = 1 - ((i + 0.5) / Steps);
            svg.Rectangle(x, frame.Top + (i * step), ScaleWidth, step + 0.5, Palette.Amount(amount));
        }

        foreach (double tick in new[] { 0, 0.5, 1 })
        {
            double y = frame.Top + ((1 - tick) * height);
            svg.Line(x + ScaleWidth, y, x + ScaleWidth + 4, y, Svg.Ink);
            svg.Text(x + ScaleWidth + 7, y + 4, tick.ToString(CultureInfo.InvariantCulture), size: 10);
        }

        svg.Text(x + ScaleWidth + 38, frame.Top + (height / 2), AmountLabel, TextAnchor.Middle, rotation: 90);
    }

    private void DrawLegend(Svg svg, Frame frame)
    {
        foreach ((string group, double x, double line) in LegendPlaces(frame.Left, frame.Width))
        {
            double y = frame.LegendTop + (line * LegendLine);
            svg.Rectangle(x, y, 10, 10, Palette.Category(GroupOrder()[group]));
            svg.Text(x + 15, y + 9, group);
        }
    }

    private double LegendHeight(double left, double width) =>
        (LegendPlaces(left, width).Max(place => place.Line) + 1) * LegendLine;

    private IEnumerable<(string Group, double X, int Line)> LegendPlaces(double left, double width)
    {
        double x = left;
        int line = 0;
        foreach (string group in GroupOrder().Keys)
        {
            double needed = 15 + Svg.WidthOf(group) + 22;
            if (x > left && x + needed > width - Margin)
            {
                x = left;
                line++;
            }

            yield return (group, x, line);
            x += needed;
        }
    }

    private Dictionary<string, int> GroupOrder() => _columns
        .Select(column => column.Group)
        .Distinct()
        .Index()
        .ToDictionary(entry => entry.Item, entry => entry.Index);

    /// <summary>Where the parts of the picture are, in pixels; left and top are those of the first cell.</summary>
    private sealed record Frame(
        double Left, double Top, double Width, double Height, double LegendTop, bool NeedsLegend);
}
