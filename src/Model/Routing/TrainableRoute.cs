using System.Runtime.InteropServices;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// One task's route as parameters of its own: logits [L, E] whose softmax is the route, learned with the task's loss. For a task
/// that no router knows.
/// </summary>
public sealed class TrainableRoute : IDisposable
{
    // A weight of 0 would have no logit, and could never grow.
    private const float WeightMin = 1e-3f;

    private static readonly Selection Soft = new(SelectionSettings.Default with { Mode = SelectionMode.Softmax });
    private readonly int layers, experts;
    private readonly FlatParameters parameters;
    private SelectedRoutes? selected;

    /// <summary>Starts at a route.</summary>
    public TrainableRoute(Route start, Device device)
    {
        (layers, experts) = (start.Layers, start.Experts);
        parameters = new FlatParameters(new ParameterLayout([("route_logits", [layers, experts], false)]), device);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var logits = start.Weights_LE.ToArray();
        for (var i = 0; i < logits.Length; i++) logits[i] = MathF.Log(MathF.Max(logits[i], WeightMin));
        parameters.Weights.copy_(tensor(logits, device: device));
    }

    /// <summary>The route as it is.</summary>
    public Route Current => Soft.Evaluate(Logits(1), 1).Of(0);

    /// <summary>The route for the rows of a batch, able to learn.</summary>
    public RouteBatch Forward(int rows)
    {
        selected = Soft.Train(Logits(rows), 1, null, default);
        return selected.Routes;
    }

    /// <summary>One update from the loss's gradient by the weights of the last <see cref="Forward"/> [L, B, E].</summary>
    public void Learn(ReadOnlySpan<float> gradient_LBE, AdamWSettings settings, double rate, double scale)
    {
        var byRow = selected!.Backward(gradient_LBE);
        var rows = selected.Routes.Rows;
        var sum_LE = new float[layers * experts];
        for (var i = 0; i < byRow.Length; i++) sum_LE[i / (rows * experts) * experts + i % experts] += byRow[i];
        using (var gradient = tensor(sum_LE, device: parameters.Device)) parameters.Gradients.copy_(gradient);
        AdamW.Apply(parameters, settings, rate, scale);
    }

    /// <inheritdoc/>
    public void Dispose() => parameters.Dispose();

    private RouterLogits Logits(int rows)
    {
        using var onProcessor = parameters.Weights.cpu();
        var logits_LE = MemoryMarshal.Cast<byte, float>(onProcessor.bytes);
        var logits_LBE = new float[layers * rows * experts];
        for (var layer = 0; layer < layers; layer++)
        {
            for (var row = 0; row < rows; row++)
                logits_LE.Slice(layer * experts, experts).CopyTo(logits_LBE.AsSpan((layer * rows + row) * experts));
        }
        return new RouterLogits(layers, experts, new int[rows], logits_LBE);
    }
}
