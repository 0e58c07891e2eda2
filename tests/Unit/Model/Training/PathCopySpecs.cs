using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.Training;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.Training;

public sealed class PathCopySpecs
{
    private static readonly Route OnePath = Route.OfExperts([2, 0, 1, 2], 3);
    private static readonly Route Mixed =
        new(4, 3, [0.5f, 0.2f, 0.3f, 0, 0.75f, 0.25f, 0.1f, 0.8f, 0.1f, 0.6f, 0, 0.4f]);

    [Theory]
    [InlineData(ComputationMode.Sparse)]
    [InlineData(ComputationMode.Dense)]
    public void A_one_hot_route_becomes_a_plain_model_that_computes_the_same(ComputationMode mode)
    {
        using var source = SmallModel.Make();

        var (squeezed, route) = PathCopy.Of(source, OnePath, mode);

        using (squeezed)
        {
            Assert.Equal(1, squeezed.Shape.Experts);
            Assert.Equal(Loss(source, OnePath, mode), Loss(squeezed, route, mode), 4);
        }
    }

    [Fact]
    public void A_sparse_route_takes_the_largest_expert_of_each_layer()
    {
        using var source = SmallModel.Make();

        var (squeezed, route) = PathCopy.Of(source, Mixed, ComputationMode.Sparse);

        using (squeezed)
            Assert.Equal(Loss(source, Mixed.Picked(), ComputationMode.Sparse), Loss(squeezed, route, ComputationMode.Sparse), 4);
    }

    [Fact]
    public void A_mixed_route_keeps_all_experts()
    {
        using var source = SmallModel.Make();

        var (copy, route) = PathCopy.Of(source, Mixed, ComputationMode.Dense);

        using (copy)
        {
            Assert.Equal(3, copy.Shape.Experts);
            Assert.Equal(Loss(source, Mixed, ComputationMode.Dense), Loss(copy, route, ComputationMode.Dense));
        }
    }

    [Fact]
    public void A_vanilla_layer_stays_what_it_is()
    {
        using var source = SmallModel.Make(SmallModel.Shape with { VanillaEncoderLayers = [0], VanillaDecoderLayers = [1] });

        var (squeezed, route) = PathCopy.Of(source, OnePath, ComputationMode.Sparse);

        using (squeezed) Assert.Equal(Loss(source, OnePath, ComputationMode.Sparse), Loss(squeezed, route, ComputationMode.Sparse), 4);
    }

    [Fact]
    public void Training_the_copy_leaves_the_source_alone()
    {
        using var source = SmallModel.Make();
        var before = SmallModel.Weights(source, new ExpertId(ExpertKind.Encoder, 0, 2));

        var (copy, _) = PathCopy.Of(source, OnePath, ComputationMode.Sparse);
        using (copy) copy.Parameters[new ExpertId(ExpertKind.Encoder, 0, 0)].Weights.zero_();

        Assert.Equal(before, SmallModel.Weights(source, new ExpertId(ExpertKind.Encoder, 0, 2)));
    }

    private static double Loss(RoutedModel model, Route route, ComputationMode mode)
    {
        PlainMicroBatch pass = new(model, RouteBatch.Repeat(route, new int[3]), mode, 0.1);
        var loss = pass.Run(SmallBatch.Make(), null, _ => true).Loss;
        pass.Decoded_BUD?.Dispose();
        return loss;
    }
}
