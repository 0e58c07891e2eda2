using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class RoutingPassSpecs : IDisposable
{
    private static readonly RoutingMoment Moment = new(2, 0, 0);
    private static readonly string[] Tasks = ["first", "second", "third"];
    private static readonly Selection Soft =
        new(new SelectionSettings(SelectionMode.Softmax, false, Exploration.None));

    private readonly TaskEmbeddingTable table = TaskEmbeddingTable.Random(Tasks, 8, true, torch.CPU, seed: 1);
    private readonly List<FlatParameters> owned = [];

    public static TheoryData<string> Networks() => [.. RouterNetworks.Names];

    public void Dispose()
    {
        table.Dispose();
        owned.ForEach(parameters => parameters.Dispose());
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("gru_layer_specific")]
    public void Adds_gradients_that_finite_differences_show(string network)
    {
        const float step = 1e-2f;
        var router = Router(network);
        int[] rows = [2, 0, 2];
        float[] direction = [.. Enumerable.Range(0, 4 * 3 * 3).Select(i => MathF.Sin(i + 1))];

        using (var pass = router.Forward(rows, Soft, 0.8, Moment)) pass.Backward(direction);

        foreach (var parameters in new[] { router.Parameters, table.Parameters })
        {
            var gradients = parameters.Gradients.data<float>().ToArray();
            for (var i = 0; i < gradients.Length; i += 7)
            {
                var expected = (Along(parameters, i, step) - Along(parameters, i, -step)) / (2 * step);
                Assert.Equal(expected, gradients[i], 2e-3);
            }
        }

        double Along(FlatParameters parameters, int index, float change)
        {
            var before = parameters.Weights.data<float>()[index];
            parameters.Weights.data<float>()[index] = before + change;
            var weights = router.Evaluate(rows, Soft, 0.8).Weights_LBE.Span;
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * direction[i];
            parameters.Weights.data<float>()[index] = before;
            return sum;
        }
    }

    [Fact]
    public void Sums_the_gradients_of_micro_batches()
    {
        var router = Router("linear_layer_specific");
        var direction = Enumerable.Range(0, 4 * 2 * 3).Select(i => MathF.Cos(i)).ToArray();

        Back();
        var once = router.Parameters.Gradients.data<float>().ToArray();
        Back();

        Assert.Equal(once.Select(value => 2 * value), router.Parameters.Gradients.data<float>().ToArray());

        void Back()
        {
            using var pass = router.Forward([0, 1], Soft, 1, Moment);
            pass.Backward(direction);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gives_the_routes_of_evaluation_unless_the_network_has_dropout(string network)
    {
        var router = Router(network);

        using var pass = router.Forward([1, 2], Soft, 0.5, Moment);
        using var again = router.Forward([1, 2], Soft, 0.5, Moment);

        Assert.Equal(pass.Routes.Weights_LBE.ToArray(), again.Routes.Weights_LBE.ToArray());
        var evaluated = router.Evaluate([1, 2], Soft, 0.5).Weights_LBE.ToArray();
        if (network.StartsWith("transformer", StringComparison.Ordinal))
            Assert.NotEqual(evaluated, pass.Routes.Weights_LBE.ToArray());
        else Assert.Equal(evaluated, pass.Routes.Weights_LBE.ToArray());
    }

    [Fact]
    public void Leaves_a_frozen_table_without_gradient()
    {
        using var frozen = TaskEmbeddingTable.Random(Tasks, 8, false, torch.CPU, seed: 1);
        var router = Router("linear", frozen);

        using var pass = router.Forward([1], Soft, 1, Moment);
        pass.Backward(Enumerable.Repeat(1f, 12).Select((one, i) => one * i).ToArray());

        Assert.DoesNotContain(frozen.Parameters.Gradients.data<float>().ToArray(), value => value != 0);
        Assert.Contains(router.Parameters.Gradients.data<float>().ToArray(), value => value != 0);
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        var router = Router("lstm");
        Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++) Step();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var pass = router.Forward([0, 1, 2], Soft, 1, Moment);
            pass.Backward(new float[4 * 3 * 3]);
        }
    }

    private TaskRouter Router(string network, TaskEmbeddingTable? tasks = null)
    {
        var created = RouterNetworks.Create(network, 8, 8, layers: 4, experts: 3);
        var parameters = new FlatParameters(created.Layout, torch.CPU);
        owned.Add(parameters);
        RouterInitialization.Fill(parameters, created.Shape, seed: 9);
        // Routers start near equal weights; larger numbers make every gradient plain to see.
        using (torch.no_grad()) parameters.Weights.mul_(8);
        return new TaskRouter(created, parameters, tasks ?? table);
    }
}
