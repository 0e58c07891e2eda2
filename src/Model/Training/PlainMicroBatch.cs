using Moe.Model.Layers;
using Moe.Model.Mixing;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Training;

/// <summary>
/// One micro-batch through a routed model and back in a plain loop, with no actors: the reference that golden tests
/// check, and what the actors' speed is measured against. The passes are the ones expert actors run.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="routes">A route for every row.</param>
/// <param name="mode">Which experts of a route run.</param>
/// <param name="smoothing">Smoothing of the loss.</param>
/// <param name="adapters">Adapters behind the layers; with them the model is frozen and only they get gradients.</param>
public sealed class PlainMicroBatch(
    RoutedModel model, RouteBatch routes, ComputationMode mode, double smoothing, LayerAdapters? adapters = null)
{
    private readonly Dictionary<ExpertId, ILayerPass> passes = [];
    private readonly Dictionary<ExpertKind, Tensor?> biasGradients = [];
    private readonly Dictionary<int, Tensor[]> outputs = [];
    private LayerAdapters.Pass? adapted;
    private readonly RowGroups[] groups = [.. Enumerable.Range(0, model.Shape.Layers).Select(row => GroupsOf(model.Shape, routes, mode,
        row))];

    /// <summary>Decoder states before the output head [B, U, D]; set by <see cref="Run"/> for tests.</summary>
    public Tensor? Decoded_BUD { get; private set; }

    /// <summary>
    /// Runs forward and back, adds every parameter gradient to the model's buffers, and returns loss, label tokens and
    /// the gradient of the routes [L, B, E].
    /// </summary>
    /// <param name="batch">Token ids and padding: sources [B, T], labels [B, U], decoder inputs [B, U].</param>
    /// <param name="streamOf">Dropout's stream for an owner; null turns dropout off.</param>
    /// <param name="overwrite">Experts whose buffers this micro-batch is the first of a step to touch start anew.</param>
    public (double Loss, int Tokens, float[] RouteGradient_LBE) Run(
        PlainBatch batch, Func<string, string, RandomStream>? streamOf, Func<ExpertId, bool> overwrite)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        using var adapting = adapters is null ? null : new LayerAdapters.Pass(adapters);
        adapted = adapting;
        var shape = model.Shape;
        PassSettings Settings(string owner, string purpose) =>
            streamOf is null ? PassSettings.Evaluation : new PassSettings(true, streamOf(owner, purpose));
        PassSettings LayerSettings(ExpertId id) => Settings(id.ToString(), "dropout");
        using var source = model.Vocabulary.Embed(ExpertKind.Encoder, batch.Source, batch.Rows, Settings("vocabulary", "embed-source"));
        var hidden = source.Output_BTD;
        for (var row = 0; row < shape.EncoderLayers; row++)
            hidden = Forward(row, new LayerInput(hidden, batch.SourcePadding, PositionBias_KH: source.PositionBias_KH), LayerSettings);
        using var finished = shape.FinishesSource
            ? model.Vocabulary.FinishSource(hidden, Settings("vocabulary", "finish-source"))
            : null;
        var memory = finished?.Output ?? hidden;
        using var target = model.Vocabulary.Embed(ExpertKind.Decoder, batch.DecoderInput, batch.Rows, Settings("vocabulary",
            "embed-target"));
        hidden = target.Output_BTD;
        for (var row = shape.EncoderLayers; row < shape.Layers; row++)
        {
            hidden = Forward(
                row, new LayerInput(hidden, batch.LabelPadding, memory, batch.SourcePadding, target.PositionBias_KH), LayerSettings);
        }
        Decoded_BUD = hidden.clone().DetachFromDisposeScope();
        using var loss = model.Vocabulary.Loss(hidden, batch.Labels, smoothing, Settings("vocabulary", "score"));
        var routeGradient = new float[shape.Layers * routes.Rows * routes.Experts];
        Tensor? memoryGradient = null;
        var gradient = loss.Backward();
        for (var row = shape.Layers - 1; row >= shape.EncoderLayers; row--)
            gradient = Backward(row, gradient, ref memoryGradient, routeGradient, overwrite);
        target.Backward(gradient, biasGradients.GetValueOrDefault(ExpertKind.Decoder));
        gradient = finished is null ? memoryGradient! : finished.Backward(memoryGradient!);
        for (var row = shape.EncoderLayers - 1; row >= 0; row--)
            gradient = Backward(row, gradient, ref memoryGradient, routeGradient, overwrite);
        source.Backward(gradient, biasGradients.GetValueOrDefault(ExpertKind.Encoder));
        if (adapters is not null) return (loss.Loss, loss.Tokens, routeGradient);
        loss.AddWeightGradients(overwrite(ExpertId.Vocabulary));
        target.AddWeightGradients();
        finished?.AddWeightGradients();
        source.AddWeightGradients();
        return (loss.Loss, loss.Tokens, routeGradient);
    }

    /// <summary>
    /// Which rows of a micro-batch go to which expert at a route's row; of dense computation only to those that are on, all when
    /// <paramref name="isOn"/> is null.
    /// </summary>
    public static RowGroups GroupsOf(
        ModelShape shape, RouteBatch routes, ComputationMode mode, int row, Func<ExpertId, bool>? isOn = null)
    {
        if (shape.IsVanilla(row)) return RowGroups.Dense(routes.Rows, 1);
        if (mode == ComputationMode.Sparse) return RowGroups.Sparse(routes.Layer(row), routes.Rows, routes.Experts);
        var experts = Enumerable.Range(0, routes.Experts);
        return RowGroups.Dense(routes.Rows, isOn is null ? experts : experts.Where(expert => isOn(shape.At(row, expert))));
    }

    private Tensor Forward(int row, LayerInput input, Func<ExpertId, PassSettings> settings)
    {
        var group = groups[row];
        var made = new Tensor[group.Groups.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var id = model.Shape.At(row, group.Groups[i].Expert);
            PaddingMask Pick(PaddingMask mask) => group.IsSplit && !group.IsWhole ? mask.Select(group.Groups[i].Rows) : mask;
            var pass = model.Layer(id).Forward(new LayerInput(LayerMix.Deal(input.Hidden_BTD, group, i), Pick(input.Padding),
                input.Memory_BSD is null ? null : LayerMix.Deal(input.Memory_BSD, group, i),
                input.MemoryPadding is null ? null : Pick(input.MemoryPadding), input.PositionBias_KH), settings(id));
            passes.Add(id, pass);
            made[i] = pass.Output_BTD;
        }
        outputs[row] = made;
        var mixed = LayerMix.Combine(made, group, routes.Layer(row), routes.Experts);
        return adapted?.Forward(row, mixed) ?? mixed;
    }

    private Tensor Backward(int row, Tensor gradient, ref Tensor? memoryGradient, float[] routeGradient, Func<ExpertId, bool> overwrite)
    {
        var (group, experts) = (groups[row], routes.Experts);
        var weights = routes.Layer(row);
        gradient = adapted?.Backward(row, gradient) ?? gradient;
        var results = new LayerGradient[group.Groups.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var id = model.Shape.At(row, group.Groups[i].Expert);
            if (!model.Shape.IsVanilla(row))
            {
                LayerMix.RouteGradient(gradient, outputs[row][i], group, i,
                    routeGradient.AsSpan(row * routes.Rows * experts, routes.Rows * experts), experts);
            }
            using var pass = passes[id];
            results[i] = pass.Backward(LayerMix.Split(gradient, group, i, weights, experts));
            if (adapted is null) pass.AddWeightGradients(overwrite(id));
        }
        SumBias(model.Shape.At(row, 0).Kind, results);
        if (row >= model.Shape.EncoderLayers)
        {
            var gathered = LayerMix.Gather([.. results.Select(result => result.Memory_BSD!)], group);
            memoryGradient = memoryGradient is null ? gathered : memoryGradient.add(gathered);
        }
        return LayerMix.Gather([.. results.Select(result => result.Hidden_BTD)], group);
    }

    // From the last layer of a stack to the first, and within a layer by expert.
    private void SumBias(ExpertKind stack, LayerGradient[] results)
    {
        foreach (var result in results)
        {
            if (result.PositionBias_KH is not { } gradient) continue;
            var sum = biasGradients.GetValueOrDefault(stack);
            biasGradients[stack] = sum is null ? gradient : sum.add(gradient);
        }
    }
}
