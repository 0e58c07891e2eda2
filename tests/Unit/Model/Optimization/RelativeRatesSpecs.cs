using Moe.Model.Optimization;
using Moe.Model.Parameters;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Optimization;

public sealed class RelativeRatesSpecs
{
    private const double Rate = 0.02;

    // Two matrices of very different sizes, one of zeros and a vector, which does not decay.
    private static readonly ParameterLayout Layout =
        new([("large", [2, 2], true), ("small", [2], true), ("zero", [2], true), ("norm", [3], false)]);
    private static readonly float[] Weights = [30, -40, 0, 50, 0.3f, -0.4f, 0, 0, 1, 1, 2];
    private static readonly float[] Gradients = [1, -2, 0.5f, 3, 0.01f, 0.2f, -1, 1, 0.1f, -0.1f, 5];

    [Theory]
    [InlineData("large", 35.3553390593274)]
    [InlineData("small", 0.353553390593274)]
    [InlineData("zero", 0.001)]
    [InlineData("norm", 1.4142135623731)]
    public void Every_parameter_steps_by_a_part_of_its_root_mean_square(string name, double size)
    {
        var slot = Layout[name];
        using var relative = Stepped(Rate, isRelative: true);
        using var plain = Stepped(Rate * size, isRelative: false);

        using var fresh = Fresh();
        Assert.Equal(size, ParameterSize.Of(fresh, slot), size * 1e-6);
        for (var i = (int)slot.Offset; i < slot.Offset + slot.Count; i++)
            Assert.Equal(plain.Weights.data<float>()[i], relative.Weights.data<float>()[i], (float)size * 1e-5f);
    }

    [Fact]
    public void The_first_step_without_decay_is_the_rate_times_the_size()
    {
        using var parameters = Stepped(Rate, isRelative: true, decay: 0);

        for (var i = 0; i < 4; i++)
        {
            var moved = parameters.Weights.data<float>()[i] - Weights[i];
            Assert.Equal(-Math.Sign(Gradients[i]) * Rate * 35.3553390593274, moved, 1e-3);
        }
    }

    private static FlatParameters Stepped(double rate, bool isRelative, double decay = 0.1)
    {
        var parameters = Fresh();
        AdamW.Apply(parameters, new AdamWSettings(WeightDecay: decay, RelativeRates: isRelative), rate, clip: 0.5);
        return parameters;
    }

    private static FlatParameters Fresh()
    {
        FlatParameters parameters = new(Layout, torch.CPU);
        using var weights = torch.tensor(Weights);
        using var gradients = torch.tensor(Gradients);
        parameters.Weights.copy_(weights);
        parameters.Gradients.copy_(gradients);
        return parameters;
    }
}
