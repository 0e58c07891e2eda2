using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class RouteSpecs
{
    [Fact]
    public void Picks_the_largest_weight_of_each_layer_and_the_first_of_equals()
    {
        var route = new Route(3, 3, [0.2f, 0.5f, 0.3f, 0.25f, 0.25f, 0.5f, 0.4f, 0.4f, 0.2f]);

        Assert.Equal([1, 2, 0], route.Picks());
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 1f, 1f, 0f, 0f], route.Picked().Weights_LE.ToArray());
    }

    [Theory]
    [InlineData(0.5f, 0.4f, 0.4f)]
    [InlineData(0.5f, 0.2f, 0.2f)]
    [InlineData(1.5f, -0.5f, 0f)]
    [InlineData(float.NaN, 0.5f, 0.5f)]
    [InlineData(float.PositiveInfinity, 0f, 0f)]
    public void Refuses_weights_that_are_no_shares_and_names_the_layer(float first, float second, float third)
    {
        var failure = Assert.Throws<ArgumentException>(() => new Route(2, 3, [1, 0, 0, first, second, third]));

        Assert.Contains("ayer 1", failure.Message);
    }

    [Fact]
    public void Refuses_weights_of_another_size() =>
        Assert.Throws<ArgumentException>(() => new Route(2, 3, [1, 0, 0, 1]));

    [Fact]
    public void Keeps_its_weights_when_the_given_memory_changes()
    {
        float[] weights = [1, 0];
        var route = new Route(1, 2, weights);
        weights[0] = 0;

        Assert.Equal(1, route[0, 0]);
    }

    [Fact]
    public void Refuses_to_take_an_expert_that_is_not_there() =>
        Assert.Contains("Layer 1", Assert.Throws<ArgumentException>(() => Route.OfExperts([0, 3], 3)).Message);
}
