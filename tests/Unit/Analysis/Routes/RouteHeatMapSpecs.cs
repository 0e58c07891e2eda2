using Moe.Analysis.Plots;
using Moe.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Routes;

public sealed class RouteHeatMapSpecs
{
    [Fact]
    public void Puts_experts_in_rows_and_tasks_in_columns_with_categories_together()
    {
        HeatMap map = RouteHeatMap.Of(RouteSamples.Table(), "Routes");
        Assert.Equal((5, 3), (map.Values.GetLength(0), map.Values.GetLength(1)));
        Assert.Equal(0.7, map.Values[2, 0], 6);
        Assert.Equal(1, map.Values[2, 1]);
        Assert.Equal(0.75, map.Values[4, 2], 6);
        Assert.Contains("airport_country, encoder.0 2: 1.000", map.Draw().ToString());
    }

    [Fact]
    public void Says_in_words_how_decided_each_layer_is()
    {
        HeatMap map = RouteHeatMap.Of(RouteSamples.Table(), "Routes");
        Assert.StartsWith("Routes of 3 tasks in 2 categories at step 7", map.Description);
        Assert.Contains("encoder.0 0.58, decoder.0 0.60", map.Description);
    }
}
