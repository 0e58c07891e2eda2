using Moe.Model.Failures;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class RouterNetworksSpecs
{
    [Theory]
    [InlineData("linear", 51_556, 10_596)]
    [InlineData("linear_layer_specific", 592_932, 101_412)]
    [InlineData("rnn", 116_355, 26_755)]
    [InlineData("lstm", 436_611, 101_251)]
    [InlineData("gru", 329_859, 76_419)]
    [InlineData("transformer", 2_476_099, 85_059)]
    [InlineData("rnn_layer_specific", 607_619, 116_099)]
    [InlineData("lstm_layer_specific", 657_539, 166_019)]
    [InlineData("gru_layer_specific", 640_899, 149_379)]
    [InlineData("transformer_layer_specific", 616_003, 124_483)]
    public void Have_as_many_parameters_as_in_the_paper(string name, long at768, long at128)
    {
        Assert.Equal(at768, RouterNetworks.Create(name, 768, 64, 12, 3).Layout.Count);
        Assert.Equal(at128, RouterNetworks.Create(name, 128, 64, 12, 3).Layout.Count);
    }

    [Fact]
    public void Decay_everything_but_biases()
    {
        foreach (var slot in RouterNetworks.Names.SelectMany(
            name => RouterNetworks.Create(name, 8, 8, 3, 2).Layout.Slots))
            Assert.Equal(!slot.Name.Contains("bias"), slot.Decays);
    }

    [Fact]
    public void Are_listed_when_a_name_is_unknown()
    {
        var failure = Assert.Throws<ConfigurationException>(() => RouterNetworks.Create("mlp", 8, 8, 3, 2));

        Assert.All(RouterNetworks.Names, name => Assert.Contains(name, failure.Message));
    }

    [Theory]
    [InlineData("transformer", 10, 8)]
    [InlineData("transformer_layer_specific", 8, 10)]
    [InlineData("linear", 0, 8)]
    [InlineData("linear", 8, 0)]
    public void Refuse_impossible_widths(string name, int input, int hidden) =>
        Assert.Throws<ConfigurationException>(() => RouterNetworks.Create(name, input, hidden, 3, 2));
}
