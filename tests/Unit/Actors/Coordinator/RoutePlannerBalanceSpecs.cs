using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class RoutePlannerBalanceSpecs : IDisposable
{
    private static readonly HashSet<int> Nobody = [];
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
    }

    [Theory]
    [InlineData(StageSelection.Softmax)]
    [InlineData(StageSelection.GumbelSoftmaxStraightThrough)]
    public void A_router_that_sends_everybody_to_one_expert_learns_to_use_all(StageSelection selection)
    {
        var (before, after) = (Unevenness(selection, loadBalance: 0), Unevenness(selection, loadBalance: 0.1));

        Assert.True(before > 0.9, $"without the loss the largest load stays {before:F2}");
        Assert.True(after < 0.72, $"with it the largest load is {after:F2}");
    }

    [Fact]
    public void Weighs_as_much_as_its_part_of_the_mean_loss_whatever_the_tokens_of_a_step()
    {
        double NormAt(double loadBalance, int tokens) => Norm(Planner(StageSelection.Softmax, loadBalance).Planner, 0, tokens);
        var norm = NormAt(0.1, 5);

        Assert.True(norm > 0);
        Assert.Equal(16 * norm, NormAt(0.1, 20), 16 * norm * 1e-5);
        Assert.Equal(4 * norm, NormAt(0.2, 5), 4 * norm * 1e-5);
        Assert.Equal(0, NormAt(0, 5));
    }

    [Fact]
    public void A_step_that_is_drawn_again_has_the_same_gradient()
    {
        var (planner, _) = Planner(StageSelection.Softmax, 0.1);
        var first = Norm(planner, 0, 5);
        planner.TakeBackDraw();

        Assert.Equal(first, Norm(planner, 0, 5));
    }

    [Fact]
    public void A_layer_without_routing_asks_for_nothing()
    {
        var shape = SmallRun.Shape with { VanillaEncoderLayers = [0, 1], VanillaDecoderLayers = [0, 1] };

        Assert.Equal(0, Norm(Planner(StageSelection.Softmax, 0.1, shape).Planner, 0, 5));
    }

    // The largest part of rows that one of two experts serves at layer 0, on average over the last 20 of 80 steps whose losses say
    // nothing: the few tasks go to and fro between experts that take the largest alone.
    private double Unevenness(StageSelection selection, double loadBalance)
    {
        var (planner, stage) = Planner(selection, loadBalance);
        var served = 0.0;
        for (var step = 0; step < 80; step++)
        {
            Norm(planner, step, 5);
            planner.Commit(true, 1, 1, stage);
            if (step < 60) continue;
            served += LoadBalance.Loads(planner.EvaluationRoutes(step + 1), ComputationMode.Dense, planner.Cursor.DrawnByTask)[0] / 20;
        }
        return Math.Max(served, 1 - served);
    }

    // The squared norm of a step whose micro-batches have so many label tokens and ask for nothing themselves.
    private static double Norm(RoutePlanner planner, long step, int tokens) =>
        planner.Measure([.. planner.Draw(step, Nobody).Select(plan => SmallRun.Report(plan.Key) with
        {
            TargetTokens = tokens,
            RouteGradient_LBE = new float[SmallRun.Shape.Layers * plan.Examples.Count * SmallRun.Shape.Experts],
        })]);

    private (RoutePlanner Planner, TrainingStage Stage) Planner(StageSelection selection, double loadBalance, ModelShape? shape = null)
    {
        var stage = SmallRun.Stage("only", 100, selection) with
        {
            Computation = ComputationMode.Dense,
            Noise = false,
            InitialTemperature = 1,
            MinimumTemperature = 1,
        };
        var settings = SmallRun.Settings(stage);
        settings = settings with
        {
            Model = shape ?? settings.Model,
            Optimization = settings.Optimization with { LoadBalance = loadBalance, RouterRate = 0.05, TaskEmbeddingRate = 0.05 },
        };
        var router = RunRouter.Make(settings, SmallRun.Tasks, torch.CPU);
        // What tasks have in common is more than what they differ in, to a router that is sure of itself.
        router.Router.Tasks.Parameters.Weights.add_(4);
        router.Router.Parameters.Weights.mul_(50);
        RoutePlanner planner = new(settings, SmallRun.Data(), router.Router);
        owned.AddRange([router, planner]);
        return (planner, stage);
    }
}
