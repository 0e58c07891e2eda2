using Moe.Curriculum.Batches;
using Moe.Model;
using Moe.Model.Initialization;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>A whole small model whose second layer gets a third expert, loses one again, or has two merged.</summary>
public sealed class ExpertGrowthSpecs : IDisposable
{
    private const int Layer = 1, Tasks = 8, Slot = 2;

    // Several roundings of the mix, through the layers behind it.
    private const double Tolerance = 2e-6;

    private static readonly ModelShape Shape = new()
    {
        VocabularySize = 29,
        Width = 16,
        EncoderLayers = 2,
        DecoderLayers = 2,
        EncoderHeads = 2,
        DecoderHeads = 2,
        EncoderFeedForward = 24,
        DecoderFeedForward = 24,
        MaxPositions = 16,
        Experts = 3,
        Dropout = 0,
    };

    private static readonly ExpertMask Before = ExpertMask.First(2, Shape.Layers, Shape.Experts);
    private static readonly ExpertMask After = Before.With(Layer, Slot, on: true);
    private static readonly SelectionSettings Soft = SelectionSettings.Default with { Mode = SelectionMode.Softmax };
    private static readonly PlainBatch Batch = TokenBatch.Of(
        [.. Enumerable.Range(0, Tasks).Select(task => new[] { 0, 4 + task, 20 - task, 2 })],
        [.. Enumerable.Range(0, Tasks).Select(task => new[] { 0, 5 + (2 * task), 2 })], Shape.PadId, Shape.DecoderStartId).Plain;

    private readonly RoutedModel model = new(Shape, torch.CPU);
    private readonly TaskEmbeddingTable tasks = TaskEmbeddingTable.Random(
        [.. Enumerable.Range(0, Tasks).Select(task => $"task-{task}")], 8, true, torch.CPU, seed: 3);
    private FlatParameters? routerParameters;

    public ExpertGrowthSpecs() => ModelInitialization.Fill(model, InitialWeights.Xavier, new ExpertNoise(0.2), seed: 11);

    public void Dispose()
    {
        routerParameters?.Dispose();
        tasks.Dispose();
        model.Dispose();
    }

    [Theory]
    [InlineData("linear", 1)]
    [InlineData("linear_layer_specific", 1)]
    [InlineData("linear_layer_specific", 0.2)]
    public void A_clone_leaves_what_mixed_layers_compute_and_then_parts_from_its_original(string network, double temperature)
    {
        var router = Router(network);
        for (var step = 0; step < 3; step++) Train(router, Before, temperature, step);
        var before = Decoded(router, Soft, Before, temperature, ComputationMode.Dense);

        Clone(router, from: 0, temperature);

        var after = Decoded(router, Soft, After, temperature, ComputationMode.Dense);
        Assert.InRange(Compare.RelativeError(before, after), 0, Tolerance);
        Assert.Equal(0, Distance(0, Slot));
        for (var step = 3; step < 9; step++) Train(router, After, temperature, step);
        var soon = Distance(0, Slot);
        for (var step = 9; step < 40; step++) Train(router, After, temperature, step);
        Assert.True(soon > 0, "six steps after cloning both experts have the same weights");
        Assert.True(Distance(0, Slot) > 2 * soon, $"the clone was {soon} away from its original, and is {Distance(0, Slot)}");
    }

    [Fact]
    public void A_clone_leaves_what_one_picked_expert_computes_and_takes_half_of_its_originals_tasks()
    {
        var router = Router("linear_layer_specific");
        var picks = Picks(router, Before);
        var original = picks.CountBy(pick => pick).MaxBy(count => count.Value).Key;
        var before = Decoded(router, SelectionSettings.Default, Before, 1, ComputationMode.Sparse);

        Clone(router, original, mixing: 0);

        // The tasks of one expert are now two groups, and some BLAS kernels round a matrix of fewer rows otherwise.
        var after = Decoded(router, SelectionSettings.Default, After, 1, ComputationMode.Sparse);
        Assert.InRange(Compare.RelativeError(before, after), 0, Tolerance);
        Assert.Equal(Weights(original), Weights(Slot));
        var took = picks.Count(pick => pick == original);
        Assert.InRange(Picks(router, After).Count(pick => pick == Slot), took / 2, (took + 1) / 2);
        Assert.Equal(took, Picks(router, After).Count(pick => pick == original || pick == Slot));
    }

    [Fact]
    public void A_clone_that_is_merged_at_once_gives_its_original_back()
    {
        var router = Router("linear");
        for (var step = 0; step < 3; step++) Train(router, Before, 1, step);
        var (weights, rows) = (Weights(0), router.Parameters.Weights.data<float>().ToArray());
        var unused = Enumerable.Range(0, rows.Length).Where(IsOfSlot).ToHashSet();
        Clone(router, from: 0, mixing: 1);

        Merge(router, new ExpertPair(Layer, Slot, 0), share: 0.5, mixing: 1);

        Assert.Equal(weights, Weights(0));
        var merged = router.Parameters.Weights.data<float>().ToArray();
        Assert.All(Enumerable.Range(0, rows.Length).Where(i => !unused.Contains(i)), i => Assert.Equal(rows[i], merged[i], 1e-6f));

        bool IsOfSlot(int index)
        {
            var row = router.Network.RowOf(Layer, Slot)!;
            var (weight, bias) = (router.Parameters.Layout[row.Weight], router.Parameters.Layout[row.Bias]);
            return index - weight.Offset - (row.Row * weight.Shape[1]) is >= 0 and < 8 || index == bias.Offset + row.Row;
        }
    }

    [Fact]
    public void Two_experts_are_merged_into_the_mean_that_their_shares_weigh()
    {
        var router = Router("linear_layer_specific");
        for (var step = 0; step < 2; step++) Train(router, Before, 1, step);
        var (one, other) = (model.Parameters[Shape.At(Layer, 0)], model.Parameters[Shape.At(Layer, 1)]);
        other.Updates = 7;
        float[][] expected = [.. Buffers(one).Zip(Buffers(other), (a, b) => a.Zip(b, (x, y) => (0.75f * x) + (0.25f * y)).ToArray())];
        var sums = Sums();

        Merge(router, new ExpertPair(Layer, 1, 0), share: 0.25, mixing: 1);

        Assert.All(Buffers(one).Zip(expected), pair => Assert.InRange(Compare.RelativeError(pair.Second, pair.First), 0, 1e-6));
        Assert.Equal(7, one.Updates);
        // A tangent of the log of both weights' sum lies below it.
        Assert.All(Sums(merged: true).Zip(sums), pair => Assert.True(pair.First <= pair.Second + 1e-5, $"{pair}"));

        double[] Sums(bool merged = false) => [.. Enumerable.Range(0, Tasks).Select(task =>
        {
            var logits = router.Logits([task]).Values_LBE.AsSpan(Layer * Shape.Experts, Shape.Experts);
            return merged ? logits[0] : Math.Log(Math.Exp(logits[0]) + Math.Exp(logits[1]));
        })];
    }

    [Fact]
    public void An_expert_that_is_off_neither_runs_nor_counts()
    {
        var router = Router("linear");
        using (torch.no_grad()) model.Parameters[Shape.At(Layer, Slot)].Weights.fill_(float.NaN);

        var decoded = Decoded(router, SelectionSettings.Default, Before, 1, ComputationMode.Sparse);

        Assert.All(decoded, value => Assert.True(float.IsFinite(value)));
        var groups = PlainMicroBatch.GroupsOf(Shape, Routes(router, Soft, Before, 1), ComputationMode.Dense, Layer,
            expert => Before.IsOn(Layer, expert.Number));
        Assert.Equal([0, 1], groups.Groups.Select(group => group.Expert));
    }

    [Fact]
    public void A_network_with_one_row_for_all_layers_refuses()
    {
        var router = Router("lstm");

        var refusal = Assert.Throws<Moe.Model.Failures.ConfigurationException>(() => Clone(router, from: 0, mixing: 1));

        Assert.Contains("linear_layer_specific", refusal.Message);
        Assert.All(RouterNetworks.Names, name => Assert.Equal(
            RouterNetworks.HasRowsOfLayers(name), RouterNetworks.Create(name, 8, 8, 4, 3).RowOf(0, 0) is not null));
    }

    private TaskRouter Router(string name)
    {
        var network = RouterNetworks.Create(name, tasks.Width, hiddenWidth: 8, Shape.Layers, Shape.Experts);
        routerParameters = new FlatParameters(network.Layout, torch.CPU);
        RouterInitialization.Fill(routerParameters, network.Shape, seed: 5);
        // Routers start near equal weights; larger numbers tell tasks apart.
        using (torch.no_grad()) routerParameters.Weights.mul_(10);
        return new TaskRouter(network, routerParameters, tasks);
    }

    private void Clone(TaskRouter router, int from, double mixing)
    {
        model.Parameters[Shape.At(Layer, Slot)].CopyFrom(model.Parameters[Shape.At(Layer, from)]);
        RouterGrowth.Clone(router, new ExpertPair(Layer, from, Slot), After, mixing, RandomStream.For(1, 0, 0, "router", "clone"));
    }

    private void Merge(TaskRouter router, ExpertPair pair, double share, double mixing)
    {
        var from = model.Parameters[Shape.At(pair.Layer, pair.From)];
        model.Parameters[Shape.At(pair.Layer, pair.To)].Take(from.Weights, from.FirstMoment, from.SecondMoment, from.Updates, share);
        RouterGrowth.Merge(router, pair, share, mixing);
    }

    private void Train(TaskRouter router, ExpertMask experts, double temperature, long step)
    {
        using var scope = torch.NewDisposeScope();
        router.Parameters.Gradients.zero_();
        tasks.Parameters.Gradients.zero_();
        using var pass = router.Forward(EveryTask, new Selection(Soft, experts), temperature, new RoutingMoment(1, step, 0));
        var (_, _, gradient) = new PlainMicroBatch(model, pass.Routes, ComputationMode.Dense, 0.1).Run(Batch, null, _ => true);
        pass.Backward(gradient);
        foreach (var parameters in model.Parameters.Values.Append(router.Parameters).Append(tasks.Parameters))
            AdamW.Apply(parameters, new AdamWSettings(), 3e-3, 0.1);
    }

    private float[] Decoded(TaskRouter router, SelectionSettings selection, ExpertMask experts, double temperature, ComputationMode mode)
    {
        var micro = new PlainMicroBatch(model, Routes(router, selection, experts, temperature), mode, 0.1);
        micro.Run(Batch, null, _ => true);
        using var decoded = micro.Decoded_BUD!;
        return Compare.Floats(decoded);
    }

    private static RouteBatch Routes(TaskRouter router, SelectionSettings selection, ExpertMask experts, double temperature) =>
        router.Evaluate(EveryTask, new Selection(selection, experts), temperature);

    private static int[] Picks(TaskRouter router, ExpertMask experts) =>
        Routes(router, SelectionSettings.Default, experts, 1).Picks(Layer);

    private static int[] EveryTask => [.. Enumerable.Range(0, Tasks)];

    private float[] Weights(int expert) => Compare.Floats(model.Parameters[Shape.At(Layer, expert)].Weights);

    private static IEnumerable<float[]> Buffers(FlatParameters parameters) =>
        new[] { parameters.Weights, parameters.FirstMoment!, parameters.SecondMoment! }.Select(Compare.Floats);

    private double Distance(int one, int other) => Math.Sqrt(Weights(one).Zip(Weights(other), (x, y) => Math.Pow(x - y, 2)).Sum());
}
