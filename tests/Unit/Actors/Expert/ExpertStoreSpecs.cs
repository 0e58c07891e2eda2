using Moe.Actors.Expert;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ExpertStoreSpecs
{
    private static readonly ExpertId From = ExpertId.Parse("encoder.0.0");
    private static readonly ExpertId Grown = ExpertId.Parse("encoder.0.2");

    [Fact]
    public void A_sibling_takes_weights_moments_and_update_count()
    {
        using var model = SmallModel.Make(noise: 0.1);
        using var scope = torch.NewDisposeScope();
        using var graph = torch.no_grad();
        var (from, to) = (model.Parameters[From], model.Parameters[Grown]);
        from.EnsureMoments();
        from.FirstMoment!.fill_(0.5);
        from.SecondMoment!.fill_(0.25);
        from.Updates = 17;
        var channel = new InProcessTensorChannel();

        ExpertStore.Take(channel, ExpertStore.Offer(channel, from, whole: true), to);

        Assert.Equal(SmallModel.Weights(model, From), SmallModel.Weights(model, Grown));
        Assert.Equal(from.FirstMoment.data<float>().ToArray(), to.FirstMoment!.data<float>().ToArray());
        Assert.Equal(from.SecondMoment.data<float>().ToArray(), to.SecondMoment!.data<float>().ToArray());
        Assert.Equal(17, to.Updates);
    }

    [Fact]
    public void A_sibling_that_is_merged_counts_as_much_as_its_share()
    {
        using var model = SmallModel.Make(noise: 0.1);
        using var scope = torch.NewDisposeScope();
        using var graph = torch.no_grad();
        var (from, to) = (model.Parameters[From], model.Parameters[Grown]);
        from.Weights.fill_(1);
        to.Weights.fill_(3);
        (from.Updates, to.Updates) = (4, 9);
        var channel = new InProcessTensorChannel();

        ExpertStore.Take(channel, ExpertStore.Offer(channel, from, whole: true), to, share: 0.25);

        Assert.All(SmallModel.Weights(model, Grown), weight => Assert.Equal(2.5f, weight));
        Assert.Equal(9, to.Updates);
    }
}
