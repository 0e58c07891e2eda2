using Moe.Model;
using Moe.Model.Initialization;
using Moe.Model.Parameters;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Initialization;

public sealed class ExpertGrowthSpecs
{
    private static readonly ExpertId From = ExpertId.Parse("encoder.0.0");
    private static readonly ExpertId Grown = ExpertId.Parse("encoder.0.2");

    [Fact]
    public void Copies_weights_moments_and_update_count()
    {
        using var model = SmallModel.Make();
        var (from, to) = (model.Parameters[From], model.Parameters[Grown]);
        from.EnsureMoments();
        from.FirstMoment!.fill_(0.5);
        from.SecondMoment!.fill_(0.25);
        from.Updates = 17;

        ExpertGrowth.Clone(from, to, Grown, ExpertNoise.None, seed: 1, step: 17);

        Assert.Equal(SmallModel.Weights(model, From), SmallModel.Weights(model, Grown));
        Assert.Equal(from.FirstMoment.data<float>().ToArray(), to.FirstMoment!.data<float>().ToArray());
        Assert.Equal(from.SecondMoment.data<float>().ToArray(), to.SecondMoment!.data<float>().ToArray());
        Assert.Equal(17, to.Updates);
    }

    [Fact]
    public void Adds_relative_noise_in_proportion_to_each_weight()
    {
        using var model = SmallModel.Make();
        var (from, to) = (model.Parameters[From], model.Parameters[Grown]);
        using (torch.no_grad()) from.Weights.fill_(-4);

        ExpertGrowth.Clone(from, to, Grown, new ExpertNoise(0.05, IsRelative: true), seed: 1, step: 17);

        Assert.Equal(-4, to.Weights.mean().ToDouble(), 0.03);
        Assert.Equal(0.2, to.Weights.std().ToDouble(), 0.02);
    }

    [Fact]
    public void Draws_other_noise_for_another_sibling_and_another_step()
    {
        var noise = new ExpertNoise(0.05);
        using var model = SmallModel.Make();
        float[] CloneOf(ExpertId id, long step)
        {
            ExpertGrowth.Clone(model.Parameters[From], model.Parameters[id], id, noise, seed: 1, step);
            return SmallModel.Weights(model, id);
        }

        var first = CloneOf(Grown, 17);
        Assert.Equal(first, CloneOf(Grown, 17));
        Assert.NotEqual(first, CloneOf(Grown, 18));
        Assert.NotEqual(first, CloneOf(ExpertId.Parse("encoder.0.1"), 17));
    }

    [Fact]
    public void Refuses_to_clone_across_kinds_of_layers()
    {
        using var model = SmallModel.Make();

        Assert.Throws<ArgumentException>(() => ExpertGrowth.Clone(
            model.Parameters[From], model.Parameters[ExpertId.Parse("decoder.0.1")], ExpertId.Parse("decoder.0.1"),
            ExpertNoise.None, 1, 1));
    }
}
