using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class ExpertMaskSpecs
{
    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 8,
        Width = 4,
        EncoderLayers = 1,
        DecoderLayers = 2,
        EncoderHeads = 1,
        DecoderHeads = 1,
        EncoderFeedForward = 4,
        DecoderFeedForward = 4,
        Experts = 3,
        VanillaDecoderLayers = [1],
    };

    [Fact]
    public void Refuses_to_switch_off_all_experts_of_a_layer()
    {
        var failure = Assert.Throws<ConfigurationException>(() => new ExpertMask(2, 2, [false, true, true, true]));

        Assert.Contains("layer 1", failure.Message);
    }

    [Fact]
    public void Switches_off_experts_by_name()
    {
        var mask = ExpertMask.Without(Shape, [ExpertId.Parse("encoder.0.1"), ExpertId.Parse("decoder.0.2")]);

        Assert.Equal([false, true, false], mask.Of(0).ToArray());
        Assert.Equal([false, false, true], mask.Of(1).ToArray());
    }

    [Theory]
    [InlineData("vocabulary")]
    [InlineData("encoder.0.3")]
    [InlineData("decoder.1.0")]
    [InlineData("decoder.2.0")]
    [InlineData("encoder.1.0")]
    public void Refuses_names_of_no_routed_expert(string name) =>
        Assert.Throws<ConfigurationException>(() => ExpertMask.Without(Shape, [ExpertId.Parse(name)]));

    [Fact]
    public void Keeps_the_first_experts_of_every_layer() =>
        Assert.Equal([false, false, true], ExpertMask.First(2, 4, 3).Of(3).ToArray());

    [Fact]
    public void Switches_one_expert_off_and_on_again()
    {
        var mask = ExpertMask.AllOn(2, 3).With(1, 0, on: false);

        Assert.Equal([0, 1, 2], mask.On(0));
        Assert.Equal([1, 2], mask.On(1));
        Assert.False(mask.IsOn(1, 0));
        Assert.Equal([0, 1, 2], mask.With(1, 0, on: true).On(1));
        Assert.Throws<ConfigurationException>(() => mask.With(1, 1, on: false).With(1, 2, on: false));
    }
}
