using Moe.Actors.Router;
using Xunit;

namespace Moe.Unit.Specs.Actors.Router;

public sealed class JourneyStopSpecs
{
    [Fact]
    public void Goes_up_both_stacks_and_back_down_the_same_way() => Assert.Equal(
        [
            new(StopKind.EmbedSource), new(StopKind.Layer, 0), new(StopKind.Layer, 1),
            new(StopKind.EmbedTarget), new(StopKind.Layer, 2), new(StopKind.Score),
            new(StopKind.LayerBackward, 2), new(StopKind.EmbedTargetBackward),
            new(StopKind.LayerBackward, 1), new(StopKind.LayerBackward, 0), new(StopKind.EmbedSourceBackward),
        ],
        JourneyStop.Through(encoderLayers: 2, decoderLayers: 1));

    [Fact]
    public void Calls_at_the_vocabulary_between_the_stacks_where_the_encoder_ends_with_a_norm() => Assert.Equal(
        [
            new(StopKind.EmbedSource), new(StopKind.Layer, 0), new(StopKind.FinishSource),
            new(StopKind.EmbedTarget), new(StopKind.Layer, 1), new(StopKind.Score),
            new(StopKind.LayerBackward, 1), new(StopKind.EmbedTargetBackward), new(StopKind.FinishSourceBackward),
            new(StopKind.LayerBackward, 0), new(StopKind.EmbedSourceBackward),
        ],
        JourneyStop.Through(encoderLayers: 1, decoderLayers: 1, finishesSource: true));

    [Fact]
    public void Names_the_operation_that_its_experts_are_asked_for() =>
        Assert.All(JourneyStop.Through(1, 1, finishesSource: true), stop => Assert.Equal(FakeOperations.At(stop).Name, stop.Operation));
}
