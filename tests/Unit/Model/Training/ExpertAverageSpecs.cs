using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.Training;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.Training;

public sealed class ExpertAverageSpecs
{
    private static readonly ExpertId Merged = new(ExpertKind.Encoder, 0, 0);

    [Fact]
    public void Every_layer_is_the_mean_of_its_experts_and_the_vocabulary_stays()
    {
        using var source = SmallModel.Make();
        using var average = ExpertAverage.Of(source, AllOn);

        Assert.Equal(1, average.Shape.Experts);
        Assert.Equal(SmallModel.Weights(source, ExpertId.Vocabulary), SmallModel.Weights(average, ExpertId.Vocabulary));
        AssertMean(source, average, 0, 1, 2);
    }

    [Fact]
    public void Experts_that_are_off_do_not_count()
    {
        using var source = SmallModel.Make();
        using var average = ExpertAverage.Of(source, AllOn.With(0, 1, on: false));

        AssertMean(source, average, 0, 2);
    }

    [Fact]
    public void Equal_experts_become_one_that_computes_the_same()
    {
        using var source = SmallModel.Make();
        foreach (var id in source.Shape.AllExperts().Where(id => id.Number > 0))
            source.Parameters[id].Weights.copy_(source.Parameters[id with { Number = 0 }].Weights);
        using var average = ExpertAverage.Of(source, AllOn);

        foreach (var id in average.Shape.AllExperts())
        {
            var (expected, found) = (SmallModel.Weights(source, id), SmallModel.Weights(average, id));
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6f);
        }
    }

    [Fact]
    public void A_vanilla_layer_stays_what_it_is()
    {
        using var source = SmallModel.Make(SmallModel.Shape with { VanillaEncoderLayers = [0] });
        using var average = ExpertAverage.Of(source, AllOn);

        Assert.Equal(SmallModel.Weights(source, Merged), SmallModel.Weights(average, Merged));
    }

    private static ExpertMask AllOn => ExpertMask.AllOn(SmallModel.Shape.Layers, SmallModel.Shape.Experts);

    private static void AssertMean(RoutedModel source, RoutedModel average, params int[] experts)
    {
        var originals = experts.Select(number => SmallModel.Weights(source, Merged with { Number = number })).ToArray();
        var found = SmallModel.Weights(average, Merged);
        for (var i = 0; i < found.Length; i++) Assert.Equal(originals.Average(weights => weights[i]), found[i], 1e-6f);
    }
}
