using System.Xml.Linq;
using Moe.Analysis.Plots;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class HeatMapSpecs
{
    private static readonly HeatMapItem[] _rows = [new("0", "encoder.0"), new("1", "encoder.0"), new("0", "decoder.0")];

    private static readonly HeatMapItem[] _columns =
    [
        new("wn_noun_category", "language"), new("bing_polarity", "language"),
        new("spam_enron", "language"), new("brown_genre", "language"), new("deb_role", "language"),
        new("city_country", "world knowledge with a very long name"),
    ];

    [Fact]
    public void Draws_a_cell_for_each_row_and_column_in_the_colour_of_its_value()
    {
        XElement[] cells = [.. Elements(Draw(), "rect").Where(cell => Tip(cell)?.Contains(": ") == true)];
        Assert.Equal(_rows.Length * _columns.Length, cells.Length);
        XElement cell = cells.Single(found => Tip(found) == "city_country, decoder.0 0: 1.000");
        Assert.Equal(Palette.Amount(1), cell.Attribute("fill")!.Value);
        Assert.Equal("#bbbbbb", cells.Single(found => Tip(found)!.EndsWith("NaN")).Attribute("fill")!.Value);
    }

    [Fact]
    public void Parts_groups_by_a_gap()
    {
        XElement[] cells = [.. Elements(Draw(), "rect").Where(cell => Tip(cell)?.Contains(": ") == true)];
        double[] columns = [.. cells.Take(_columns.Length).Select(cell => Number(cell, "x"))];
        Assert.Equal(columns[1] - columns[0], columns[4] - columns[3], 6);
        Assert.True(columns[5] - columns[4] > columns[1] - columns[0] + 2);
        double[] rows = [.. cells.Where((_, i) => i % _columns.Length == 0).Select(cell => Number(cell, "y"))];
        Assert.True(rows[2] - rows[1] > rows[1] - rows[0] + 2);
    }

    [Fact]
    public void Names_groups_above_their_bar_or_in_a_legend_when_the_bar_is_too_short()
    {
        string[] texts = [.. Elements(Draw(), "text").Select(text => text.Value)];
        Assert.Equal(2, texts.Count(text => text == "language"));
        Assert.Single(texts, text => text == "world knowledge with a very long name");
        Assert.Contains("encoder.0", texts);
    }

    [Fact]
    public void Keeps_every_label_inside_the_picture()
    {
        XDocument picture = Draw();
        double height = Number(picture.Root!, "height");
        double width = Number(picture.Root!, "width");
        Assert.All(Elements(picture, "text"), text =>
        {
            double length = Svg.WidthOf(text.Value);
            bool isSlanted = text.Attribute("transform")?.Value.StartsWith("rotate(-60") == true;
            Assert.InRange(Number(text, "y") + (isSlanted ? length * Math.Sin(Math.PI / 3) : 0), 0, height);
            Assert.InRange(Number(text, "x") - (isSlanted ? length / 2 : 0), 0, width);
        });
    }

    [Fact]
    public void Says_in_words_what_it_shows_on_a_white_background()
    {
        XDocument picture = Draw();
        Assert.Equal("Routes & tasks", Elements(picture, "title").First().Value);
        Assert.Equal("Weights < 1.", Elements(picture, "desc").Single().Value);
        Assert.Equal("#ffffff", Elements(picture, "rect").First().Attribute("fill")!.Value);
    }

    [Fact]
    public void Refuses_values_of_another_size()
    {
        Assert.Throws<ArgumentException>(() => Map(new double[2, 6]));
        Assert.Throws<ArgumentException>(
            () => new HeatMap([], _columns, new double[0, 6]) { Title = "", Description = "" });
    }

    private static XDocument Draw()
    {
        var values = new double[3, 6];
        values[2, 5] = 1;
        values[0, 0] = double.NaN;
        return XDocument.Parse(Map(values).Draw().ToString());
    }

    private static HeatMap Map(double[,] values) =>
        new(_rows, _columns, values) { Title = "Routes & tasks", Description = "Weights < 1." };

    private static IEnumerable<XElement> Elements(XDocument picture, string name) =>
        picture.Descendants().Where(element => element.Name.LocalName == name);

    private static string? Tip(XElement shape) =>
        shape.Elements().FirstOrDefault(element => element.Name.LocalName == "title")?.Value;

    private static double Number(XElement shape, string name) =>
        double.Parse(shape.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
}
