using System.Xml.Linq;
using Moe.Analysis.Plots;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class PairedDotChartSpecs
{
    [Fact]
    public void Joins_two_dots_of_every_item_the_largest_gain_first()
    {
        var picture = Draw(("same", 0.5, 0.5), ("lost", 0.1, 0.4), ("won", 0.9, 0.2));

        string[] names = ["won", "same", "lost"];
        Assert.Equal(names, Texts(picture).Where(names.Contains));
        // Two dots an item and two of the legend.
        Assert.Equal(8, Elements(picture, "circle").Count());
        var dots = Elements(picture, "circle").Skip(2).Select(dot => (double)dot.Attribute("cx")!).ToArray();
        Assert.True(dots[1] > dots[0], "the first value of the item that won lies to the left of the second");
        Assert.Equal(dots[2], dots[3]);
        Assert.True(dots[5] < dots[4], "the first value of the item that lost lies to the right of the second");
    }

    [Fact]
    public void Names_both_sides_and_says_how_often_each_is_ahead()
    {
        var picture = Draw(("a", 0.5, 0.5), ("b", 0.1, 0.4), ("c", 0.9, 0.2), ("d", 0.8, 0.2));

        Assert.Contains("routed", Texts(picture));
        Assert.Equal("score of 4 items: routed lies above plain in 2, below in 1.", Elements(picture, "desc").Single().Value);
    }

    [Fact]
    public void Leaves_out_what_has_no_number()
    {
        var picture = Draw(("a", double.NaN, 0.5), ("b", 0.1, 0.4));

        Assert.DoesNotContain("a", Texts(picture));
        Assert.Equal(4, Elements(picture, "circle").Count());
    }

    private static XDocument Draw(params (string Name, double First, double Second)[] items) => XDocument.Parse(
        new PairedDotChart(items) { Title = "Gain", XLabel = "score", FirstName = "routed", SecondName = "plain" }.Draw().ToString());

    private static IEnumerable<string> Texts(XDocument picture) => Elements(picture, "text").Select(text => text.Value);

    private static IEnumerable<XElement> Elements(XDocument picture, string name) =>
        picture.Descendants().Where(element => element.Name.LocalName == name);
}
