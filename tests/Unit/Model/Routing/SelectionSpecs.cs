using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class SelectionSpecs
{
    private static readonly RoutingMoment Moment = new(Seed: 11, Step: 3, MicroBatch: 1);

    private static readonly float[] LogitsOfTwoRows = [0.3f, -1.1f, 0.8f, 2f, 0f, 1f, -0.2f, 0.1f, 0.05f, 1f, 1f, 1f];

    public static TheoryData<SelectionMode> Modes() => [.. Enum.GetValues<SelectionMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Gives_routes_whose_weights_are_shares(SelectionMode mode)
    {
        var logits = Random(layers: 4, experts: 5, taskIds: [0, 1, 2, 1, 0, 2, 2]);
        var selection = Of(mode, exploration: new Exploration(0.3));

        var training = selection.Train(logits, 0.7, Moment).Routes;
        var evaluation = selection.Evaluate(logits, 0.7);

        for (var row = 0; row < logits.Rows; row++)
        {
            Assert.Equal(4, training.Of(row).Layers);
            Assert.Equal(4, evaluation.Of(row).Layers);
        }
    }

    [Fact]
    public void Sharpens_towards_the_largest_logit_as_the_temperature_falls()
    {
        var logits = Logits();
        var selection = Of(SelectionMode.Softmax);

        var hot = selection.Evaluate(logits, 1000).Weights(0, 0);
        var cold = selection.Evaluate(logits, 0.01).Weights(0, 0);

        Assert.All(hot.ToArray(), weight => Assert.Equal(1f / 3, weight, 0.002f));
        Assert.Equal(1f, cold[2], 1e-6f);
    }

    [Fact]
    public void Has_no_noise_in_evaluation()
    {
        var logits = Logits();
        var softmax = Of(SelectionMode.Softmax).Evaluate(logits, 1.7).Weights_LBE.ToArray();

        Assert.Equal(softmax, Of(SelectionMode.GumbelSoftmax).Evaluate(logits, 1.7).Weights_LBE.ToArray());
        Assert.Equal(
            [0f, 0f, 1f, 1f, 0f, 0f, 0f, 1f, 0f, 1f, 0f, 0f],
            Of(SelectionMode.GumbelStraightThrough).Evaluate(logits, 1.7).Weights_LBE.ToArray());
    }

    [Fact]
    public void Draws_the_same_noise_again_for_the_same_moment_and_other_noise_for_others()
    {
        var logits = Random(layers: 3, experts: 3, taskIds: [0, 1, 0]);
        var selection = Of(SelectionMode.GumbelSoftmax);
        float[] At(RoutingMoment moment) => selection.Train(logits, 1, moment).Routes.Weights_LBE.ToArray();

        Assert.Equal(At(Moment), At(Moment));
        Assert.NotEqual(At(Moment), At(Moment with { Step = 4 }));
        Assert.NotEqual(At(Moment), At(Moment with { MicroBatch = 2 }));
        Assert.NotEqual(At(Moment), At(Moment with { Seed = 12 }));
    }

    [Fact]
    public void Picks_experts_as_often_as_the_softmax_says_when_the_noise_is_drawn()
    {
        // Without a temperature, the argmax of logits plus Gumbel noise is a draw from the softmax of the logits.
        const int rows = 20_000;
        var values = Enumerable.Repeat(new[] { 0f, 1f, -1f }, rows).SelectMany(row => row).ToArray();
        var routes = Of(SelectionMode.GumbelStraightThrough)
            .Train(new RouterLogits(1, 3, new int[rows], values), 1, Moment).Routes;

        var counts = routes.Picks(0).CountBy(pick => pick).ToDictionary();
        var sum = 1 + Math.E + 1 / Math.E;
        Assert.Equal(1 / sum, counts[0] / (double)rows, 0.015);
        Assert.Equal(Math.E / sum, counts[1] / (double)rows, 0.015);
    }

    [Fact]
    public void Gives_all_rows_of_a_task_one_path_in_a_step_when_noise_belongs_to_tasks()
    {
        var selection = Of(SelectionMode.GumbelStraightThrough, noisePerTask: true, exploration: new Exploration(0.5));
        int[] PathOf(int[] tasks, int row, RoutingMoment moment)
        {
            var logits = new RouterLogits(8, 3, tasks, new float[8 * tasks.Length * 3]);
            return selection.Train(logits, 1, moment).Routes.Of(row).Picks();
        }

        var path = PathOf([5, 2, 5], 0, Moment);
        Assert.Equal(path, PathOf([5, 2, 5], 2, Moment));
        Assert.Equal(path, PathOf([0, 1, 2, 5], 3, Moment with { MicroBatch = 9 }));
        Assert.NotEqual(path, PathOf([5, 2, 5], 1, Moment));
        Assert.NotEqual(path, PathOf([5, 2, 5], 0, Moment with { Step = 4 }));
    }

    [Fact]
    public void Replaces_the_share_of_rows_that_explores_and_no_gradient_passes_there()
    {
        var logits = Random(layers: 10, experts: 4, taskIds: new int[500]);
        var plain = Of(SelectionMode.Softmax).Train(logits, 1, Moment);
        var exploring = Of(SelectionMode.Softmax, exploration: new Exploration(0.2, ExplorationKind.EqualWeights))
            .Train(logits, 1, Moment);
        var gradient = exploring.Backward(logits.Values_LBE);

        var replaced = 0;
        for (var start = 0; start < logits.Values_LBE.Length; start += 4)
        {
            var weights = exploring.Routes.Weights_LBE.Span.Slice(start, 4);
            var equal = !weights.ContainsAnyExcept(0.25f);
            if (equal) replaced++;
            else Assert.Equal(plain.Routes.Weights_LBE.Span.Slice(start, 4).ToArray(), weights.ToArray());
            Assert.Equal(equal, !gradient.AsSpan(start, 4).ContainsAnyExcept(0f));
        }
        Assert.Equal(0.2, replaced / 5000.0, 0.02);
    }

    [Fact]
    public void Explores_with_one_expert_drawn_evenly_and_never_one_that_is_off()
    {
        var logits = Random(layers: 1, experts: 4, taskIds: new int[6000]);
        var mask = new ExpertMask(1, 4, [false, true, false, false]);
        var selection = Of(SelectionMode.Softmax, exploration: new Exploration(1), mask: mask);

        var counts = selection.Train(logits, 1, Moment).Routes.Picks(0).CountBy(pick => pick).ToDictionary();

        Assert.False(counts.ContainsKey(1));
        Assert.All(new[] { 0, 2, 3 }, expert => Assert.Equal(1 / 3.0, counts[expert] / 6000.0, 0.03));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Shares_the_weight_of_experts_that_are_off_among_the_others(SelectionMode mode)
    {
        var logits = new RouterLogits(1, 3, [0], [5f, 1f, 0f]);
        var mask = new ExpertMask(1, 3, [true, false, false]);

        var weights = Of(mode, mask: mask).Evaluate(logits, 1).Weights(0, 0);

        Assert.Equal(0, weights[0]);
        Assert.Equal(mode == SelectionMode.GumbelStraightThrough ? 1 : 1 / (1 + Math.Exp(-1)), weights[1], 1e-6);
        Assert.Equal(0, Of(mode, mask: mask).Train(logits, 1, Moment).Routes.Weights(0, 0)[0]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Passes_the_gradient_of_the_softmax_as_finite_differences_show_it(SelectionMode mode)
    {
        const double temperature = 1.3, step = 1e-3;
        var logits = Random(layers: 2, experts: 3, taskIds: [0, 1]);
        var noise = Random(layers: 2, experts: 3, taskIds: [0, 1], seed: 5).Values_LBE;
        var direction = Random(layers: 2, experts: 3, taskIds: [0, 1], seed: 6).Values_LBE;
        var mask = new ExpertMask(2, 3, [false, false, true, false, false, false]);
        // The one-hot weights have the gradient of the soft ones, which is what the soft mode computes.
        var soft = Of(mode == SelectionMode.Softmax ? mode : SelectionMode.GumbelSoftmax, mask: mask);

        var actual = Of(mode, mask: mask).Train(logits, temperature, noise, Moment).Backward(direction);

        for (var i = 0; i < actual.Length; i++)
        {
            var expected = (Along(i, step) - Along(i, -step)) / (2 * step);
            Assert.Equal(expected, actual[i], 2e-4);
        }

        double Along(int index, double change)
        {
            var moved = (float[])logits.Values_LBE.Clone();
            moved[index] += (float)change;
            var weights = soft.Train(
                logits with { Values_LBE = moved }, temperature, noise, Moment).Routes.Weights_LBE.Span;
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * direction[i];
            return sum;
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Lets_a_diverged_router_show_in_the_weights(SelectionMode mode)
    {
        var routes = Of(mode).Train(new RouterLogits(1, 2, [0], [float.NaN, 1f]), 1, Moment).Routes;

        Assert.True(float.IsNaN(routes.Weights(0, 0)[0]));
    }

    private static Selection Of(
        SelectionMode mode, bool noisePerTask = false, Exploration? exploration = null, ExpertMask? mask = null) =>
        new(new SelectionSettings(mode, noisePerTask, exploration ?? Exploration.None), mask);

    private static RouterLogits Logits() => new(2, 3, [0, 1], LogitsOfTwoRows);

    private static RouterLogits Random(int layers, int experts, int[] taskIds, ulong seed = 3)
    {
        var stream = Moe.Model.Randomness.RandomStream.For(seed, 0, 0, "specs", "logits");
        var values = new float[layers * taskIds.Length * experts];
        for (var i = 0; i < values.Length; i++) values[i] = (float)stream.Normal((ulong)i);
        return new RouterLogits(layers, experts, taskIds, values);
    }
}
