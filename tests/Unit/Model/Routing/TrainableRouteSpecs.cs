using Moe.Model.Optimization;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class TrainableRouteSpecs
{
    private static readonly Route Start = new(2, 3, [0.5f, 0.25f, 0.25f, 0.1f, 0.1f, 0.8f]);
    private static readonly AdamWSettings Plain = new() { WeightDecay = 0 };

    [Fact]
    public void Starts_at_the_given_route()
    {
        using TrainableRoute route = new(Start, torch.CPU);

        Assert.All(Start.Weights_LE.ToArray().Zip(route.Current.Weights_LE.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Gives_every_row_the_same_route()
    {
        using TrainableRoute route = new(Start, torch.CPU);

        var rows = route.Forward(4);

        for (var row = 0; row < 4; row++) Assert.Equal(route.Current.Weights_LE.ToArray(), rows.Of(row).Weights_LE.ToArray());
    }

    [Fact]
    public void Learns_toward_the_expert_whose_weight_lowers_the_loss()
    {
        using TrainableRoute route = new(Start, torch.CPU);
        // Two layers, two rows, three experts: more of expert 1 in layer 0 and of expert 0 in layer 1 is better.
        float[] gradient = [0, -1, 0, 0, -1, 0, -1, 0, 0, -1, 0, 0];

        for (var step = 0; step < 200; step++)
        {
            _ = route.Forward(2);
            route.Learn(gradient, Plain, 0.1, 1);
        }

        Assert.Equal([1, 0], route.Current.Picks());
        Assert.True(route.Current[0, 1] > 0.9);
    }

    [Fact]
    public void An_expert_of_weight_0_can_grow()
    {
        using TrainableRoute route = new(Route.OfExperts([0, 0], 2), torch.CPU);
        float[] gradient = [0, -1, 0, -1];

        for (var step = 0; step < 200; step++)
        {
            _ = route.Forward(1);
            route.Learn(gradient, Plain, 0.1, 1);
        }

        Assert.Equal([1, 1], route.Current.Picks());
    }
}
