using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class RouteBatchSpecs
{
    // Two layers, two rows of tasks 7 and 4, two experts.
    private static readonly RouteBatch Batch = new(2, 2, [7, 4], [1f, 0f, 0.25f, 0.75f, 0.5f, 0.5f, 0f, 1f]);

    [Fact]
    public void Picks_experts_by_layer_and_row()
    {
        Assert.Equal([0, 1], Batch.Picks(0));
        Assert.Equal([0, 1], Batch.Picks(1));
        Assert.Equal(0.75f, Batch.Weights(0, 1)[1]);
    }

    [Fact]
    public void Gives_the_route_of_a_row() => Assert.Equal([0.25f, 0.75f, 0f, 1f], Batch.Of(1).Weights_LE.ToArray());

    [Fact]
    public void Selects_rows_in_the_order_given()
    {
        var selected = Batch.Select([1, 0, 1]);

        Assert.Equal([4, 7, 4], selected.TaskIds);
        Assert.Equal(
            [0.25f, 0.75f, 1f, 0f, 0.25f, 0.75f, 0f, 1f, 0.5f, 0.5f, 0f, 1f], selected.Weights_LBE.ToArray());
    }

    [Fact]
    public void Carries_weights_that_are_no_numbers_but_makes_no_route_of_them()
    {
        var diverged = new RouteBatch(1, 2, [0], [float.NaN, float.NaN]);

        Assert.True(float.IsNaN(diverged.Weights(0, 0)[0]));
        Assert.Throws<ArgumentException>(() => diverged.Of(0));
    }
}
