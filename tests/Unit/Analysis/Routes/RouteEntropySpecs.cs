using Moe.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Routes;

public sealed class RouteEntropySpecs
{
    [Fact]
    public void Is_one_for_equal_weights_and_zero_for_a_single_expert()
    {
        Assert.Equal(1, RouteEntropy.Of([0.25f, 0.25f, 0.25f, 0.25f]), 6);
        Assert.Equal(0, RouteEntropy.Of([0, 1, 0]));
        Assert.Equal(0, RouteEntropy.Of([1]));
    }

    [Fact]
    public void Is_the_entropy_in_nats_over_that_of_equal_weights()
    {
        double nats = -((0.1 * Math.Log(0.1)) + (0.2 * Math.Log(0.2)) + (0.7 * Math.Log(0.7)));
        Assert.Equal(nats / Math.Log(3), RouteEntropy.Of([0.1f, 0.2f, 0.7f]), 6);
    }

    [Fact]
    public void Takes_the_mean_over_tasks_for_each_layer()
    {
        IReadOnlyList<double> means = RouteEntropy.MeanByLayer(RouteSamples.Table());
        Assert.Equal((RouteEntropy.Of([0.1f, 0.2f, 0.7f]) + 1 + 0) / 3, means[0], 6);
        Assert.Equal((0 + RouteEntropy.Of([0.25f, 0.75f]) + 1) / 3, means[1], 6);
        Assert.Equal([double.NaN], RouteEntropy.MeanByLayer(new RouteTable(0, [new RouteLayer("encoder.0", 2)], [])));
    }
}
