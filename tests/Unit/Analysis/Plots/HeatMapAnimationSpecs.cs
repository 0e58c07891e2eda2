using System.Xml.Linq;
using Moe.Analysis.Plots;
using Moe.Analysis.Routes;
using Moe.Unit.Specs.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class HeatMapAnimationSpecs
{
    private readonly XElement _picture = XElement.Parse(HeatMapAnimation.Of(
        [Frame(MadeUpRoutes.OnePath(0)), Frame(MadeUpRoutes.OnePath(10)), Frame(MadeUpRoutes.Table(20))], 0.5).ToString());

    [Fact]
    public void What_changes_moves_and_all_else_stands_still()
    {
        // Cells of five tasks differ between paths: one in both layers in part, one in one, three in both.
        XElement[] fills = [.. Animations("fill")];
        Assert.Equal(18, fills.Length);
        Assert.All(fills, fill =>
        {
            string[] values = ((string)fill.Attribute("values")!).Split(';');
            Assert.Equal(5, values.Length);
            Assert.Equal(values[0], values[1]);
            Assert.NotEqual(values[1], values[2]);
            Assert.Equal(values[2], values[4]);
            Assert.Equal(values[4], fill.Parent!.Attribute("fill")!.Value);
            Assert.Equal("2.5s", fill.Attribute("dur")!.Value);
        });
    }

    [Fact]
    public void Where_pictures_stand_still_the_last_is_shown()
    {
        XElement[] titles = [.. Animations("visibility").Select(animation => animation.Parent!)];
        Assert.Equal(["step 0", "step 10", "step 20"], titles.Select(title => title.Nodes().OfType<XText>().Single().Value));
        Assert.Equal(["hidden", "hidden", "visible"], titles.Select(title => title.Attribute("visibility")!.Value));
    }

    private static Svg Frame(RouteTable table) => RouteHeatMap.Of(table, $"step {table.Step}").Draw();

    private IEnumerable<XElement> Animations(string attribute) => _picture.Descendants()
        .Where(element => element.Name.LocalName == "animate" && element.Attribute("attributeName")!.Value == attribute);
}
