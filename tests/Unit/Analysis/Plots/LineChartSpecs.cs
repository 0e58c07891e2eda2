using System.Xml.Linq;
using Moe.Analysis.Plots;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class LineChartSpecs
{
    [Fact]
    public void Draws_a_line_for_each_series_and_names_it()
    {
        XDocument picture = Draw(
            new LineSeries("classification", [(0, 4), (100, 2), (200, 1)]),
            new LineSeries("extraction", [(0, 3), (200, 2.5)]));
        XElement[] lines = [.. Elements(picture, "polyline")];
        Assert.Equal(2, lines.Length);
        Assert.Equal(3, lines[0].Attribute("points")!.Value.Split(' ').Length);
        Assert.NotEqual(lines[0].Attribute("stroke")!.Value, lines[1].Attribute("stroke")!.Value);
        string[] texts = [.. Elements(picture, "text").Select(text => text.Value)];
        Assert.Contains("extraction", texts);
        Assert.Contains("loss", texts);
    }

    [Fact]
    public void Breaks_a_line_where_a_value_is_missing_and_dots_a_lonely_point()
    {
        XDocument picture = Draw(new LineSeries("a", [(0, 1), (1, 2), (2, double.NaN), (3, 5)]));
        Assert.Single(Elements(picture, "polyline"));
        Assert.Single(Elements(picture, "circle"));
    }

    [Fact]
    public void Describes_where_each_line_starts_and_ends()
    {
        string description = Elements(Draw(new LineSeries("a", [(0, 4), (9, 1.25)])), "desc").Single().Value;
        Assert.Equal("loss by step: a from 4 to 1.25.", description);
    }

    [Fact]
    public void Draws_empty_axes_without_points()
    {
        Assert.Empty(Elements(Draw(new LineSeries("a", [])), "polyline"));
        Assert.Contains("has no points", Elements(Draw(new LineSeries("a", [])), "desc").Single().Value);
    }

    [Fact]
    public void Tells_more_than_eight_lines_apart_by_their_dashes()
    {
        XElement[] lines = [.. Elements(
            Draw([.. Enumerable.Range(0, 16).Select(i => new LineSeries($"{i}", [(0, i), (1, i)]))]), "polyline")];
        Assert.Equal(
            16,
            lines.Select(line => (line.Attribute("stroke")!.Value, line.Attribute("stroke-dasharray")?.Value))
                .Distinct()
                .Count());
    }

    private static XDocument Draw(params LineSeries[] series) => XDocument.Parse(
        new LineChart(series) { Title = "Loss", XLabel = "step", YLabel = "loss" }.Draw().ToString());

    private static IEnumerable<XElement> Elements(XDocument picture, string name) =>
        picture.Descendants().Where(element => element.Name.LocalName == name);
}
