using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using Moe.Unit.Specs.Model.Initialization;
using Moe.Unit.Specs.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class LayerAdaptersSpecs
{
    [Theory]
    [InlineData(ComputationMode.Sparse)]
    [InlineData(ComputationMode.Dense)]
    public void Gradients_are_those_that_finite_differences_show(ComputationMode mode)
    {
        const float step = 3e-2f;
        using var model = SmallModel.Make();
        using LayerAdapters adapters = new(model.Shape, 2, 7, torch.CPU);
        // Biases that are not 0, so that theirs are real gradients too.
        adapters.Parameters.Weights.add_(0.02f);

        _ = Loss(model, adapters, mode);

        var gradients = adapters.Parameters.Gradients.data<float>().ToArray();
        for (var i = 0; i < gradients.Length; i += 5)
        {
            var expected = (Moved(i, step) - Moved(i, -step)) / (2 * step);
            Assert.Equal(expected, gradients[i], 2e-2 + 1e-2 * Math.Abs(expected));
        }

        double Moved(int index, float change)
        {
            var before = adapters.Parameters.Weights.data<float>()[index];
            adapters.Parameters.Weights.data<float>()[index] = before + change;
            var loss = Loss(model, adapters, mode);
            adapters.Parameters.Weights.data<float>()[index] = before;
            return loss;
        }
    }

    [Fact]
    public void The_model_starts_almost_as_it_was()
    {
        using var model = SmallModel.Make();
        using LayerAdapters adapters = new(model.Shape, 2, 7, torch.CPU);

        var adapted = Loss(model, adapters, ComputationMode.Dense);

        Assert.Equal(Loss(model, null, ComputationMode.Dense), adapted, 0.2);
    }

    [Fact]
    public void Gradients_of_a_frozen_model_are_not_touched()
    {
        using var model = SmallModel.Make();
        using LayerAdapters adapters = new(model.Shape, 2, 7, torch.CPU);
        foreach (var parameters in model.Parameters.Values) parameters.Gradients.fill_(5);

        _ = Loss(model, adapters, ComputationMode.Dense);

        Assert.All(model.Parameters.Values, parameters =>
            Assert.All(parameters.Gradients.data<float>().ToArray(), gradient => Assert.Equal(5, gradient)));
    }

    [Fact]
    public void Units_start_different_from_each_other_and_equal_for_every_task()
    {
        using LayerAdapters one = new(SmallModel.Shape, 2, 7, torch.CPU), other = new(SmallModel.Shape, 2, 7, torch.CPU);

        var down = one.Parameters.Weight("adapter.0.down.weight").data<float>().ToArray();

        Assert.NotEqual(down[..8], down[8..]);
        Assert.Equal(one.Parameters.Weights.data<float>().ToArray(), other.Parameters.Weights.data<float>().ToArray());
    }

    private static double Loss(RoutedModel model, LayerAdapters? adapters, ComputationMode mode)
    {
        adapters?.Parameters.Gradients.zero_();
        Route route = new(4, 3, [0.5f, 0.2f, 0.3f, 0, 0.75f, 0.25f, 0.1f, 0.8f, 0.1f, 0.6f, 0, 0.4f]);
        PlainMicroBatch pass = new(model, RouteBatch.Repeat(route, new int[3]), mode, 0.1, adapters);
        var loss = pass.Run(SmallBatch.Make(), null, _ => true).Loss;
        pass.Decoded_BUD?.Dispose();
        return loss;
    }
}
