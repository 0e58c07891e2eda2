using Moe.Model.Parameters;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class ExpertRegularizationSpecs
{
    private static readonly ParameterLayout Layout = new([("a", [2], true), ("b", [3], false)]);

    [Fact]
    public void Is_the_mean_over_pairs_of_the_summed_norms_of_differences()
    {
        using var first = Of(3, 4, 0, 0, 0);
        using var second = Of(0, 0, 0, 2, 0);
        using var third = Of(0, 0, 0, 0, 0);

        var value = ExpertRegularization.Value(Layout, [first.Weights, second.Weights, third.Weights]);

        Assert.Equal((5 + 2 + 5 + 0 + 0 + 2) / 3.0, value, 1e-6);
    }

    [Fact]
    public void Has_the_gradient_that_finite_differences_show()
    {
        const float step = 1e-2f;
        const double lambda = 0.3;
        FlatParameters[] experts =
            [Of(0.3f, -1, 2, 0.5f, 1), Of(1, 0.2f, -0.4f, 0, 0.7f), Of(-1, 0.5f, 0.25f, 2, -0.3f)];

        ExpertRegularization.AddGradient(experts[0], [experts[1].Weights, experts[2].Weights], lambda);

        for (var i = 0; i < 5; i++)
        {
            var difference = (Moved(i, step) - Moved(i, -step)) / (2 * step);
            Assert.Equal(lambda * difference, experts[0].Gradients.data<float>()[i], 1e-4);
        }
        foreach (var expert in experts) expert.Dispose();

        double Moved(int index, float change)
        {
            var weights = experts[0].Weights.data<float>();
            var before = weights[index];
            weights[index] = before + change;
            var value = ExpertRegularization.Value(Layout, experts.Select(expert => expert.Weights).ToArray());
            weights[index] = before;
            return value;
        }
    }

    [Fact]
    public void Does_nothing_between_equal_experts_or_to_an_only_one()
    {
        using var first = Of(1, 2, 3, 4, 5);
        using var second = Of(1, 2, 3, 4, 5);

        ExpertRegularization.AddGradient(first, [second.Weights], 1);
        ExpertRegularization.AddGradient(first, [], 1);

        Assert.DoesNotContain(first.Gradients.data<float>().ToArray(), value => value != 0);
        Assert.Equal(0, ExpertRegularization.Value(Layout, [first.Weights]));
    }

    private static FlatParameters Of(params float[] values)
    {
        var parameters = new FlatParameters(Layout, torch.CPU);
        using var weights = torch.tensor(values);
        parameters.Weights.copy_(weights);
        return parameters;
    }
}
