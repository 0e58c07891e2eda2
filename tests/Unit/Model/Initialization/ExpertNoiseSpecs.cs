using Moe.Model;
using Moe.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Initialization;

public sealed class ExpertNoiseSpecs
{
    private static readonly ExpertId From = ExpertId.Parse("encoder.0.0");
    private static readonly ExpertId Grown = ExpertId.Parse("encoder.0.2");

    [Fact]
    public void Adds_relative_noise_in_proportion_to_each_weight()
    {
        using var model = SmallModel.Make();
        var grown = model.Parameters[Grown];
        using (torch.no_grad()) grown.Weights.fill_(-4);

        new ExpertNoise(0.05, IsRelative: true).AddTo(grown, seed: 1, Grown, step: 17);

        Assert.Equal(-4, grown.Weights.mean().ToDouble(), 0.03);
        Assert.Equal(0.2, grown.Weights.std().ToDouble(), 0.02);
    }

    [Fact]
    public void Draws_other_noise_for_another_sibling_and_another_step()
    {
        var noise = new ExpertNoise(0.05);
        using var model = SmallModel.Make();
        float[] NoisyCopy(ExpertId id, long step)
        {
            model.Parameters[id].CopyFrom(model.Parameters[From]);
            noise.AddTo(model.Parameters[id], seed: 1, id, step);
            return SmallModel.Weights(model, id);
        }

        var first = NoisyCopy(Grown, 17);
        Assert.Equal(first, NoisyCopy(Grown, 17));
        Assert.NotEqual(first, NoisyCopy(Grown, 18));
        Assert.NotEqual(first, NoisyCopy(ExpertId.Parse("encoder.0.1"), 17));
    }
}
