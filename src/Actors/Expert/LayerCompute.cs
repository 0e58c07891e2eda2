using System.Collections.Concurrent;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Randomness;

namespace Moe.Actors.Expert;

/// <summary>The tensor work of an expert that is one encoder or decoder layer.</summary>
public sealed class LayerCompute(ExpertId expert, IExpertLayer layer, ulong seed, bool recompute, ITensorChannel channel) : IExpertCompute
{
    private readonly ConcurrentDictionary<MicroBatchKey, ILayerPass> passes = [];

    /// <inheritdoc/>
    public OperationResult Run(MicroBatchKey key, ExpertOperation operation) => operation switch
    {
        ExpertOperation.RunLayer forward => Forward(key, forward),
        ExpertOperation.RunLayerBackward backward => Backward(key, backward),
        _ => throw new InvalidOperationException($"{expert} is a layer and cannot do '{operation.Name}'."),
    };

    /// <inheritdoc/>
    public void Add(MicroBatchKey key, bool overwrite) => passes[key].AddWeightGradients(overwrite);

    /// <inheritdoc/>
    public void Drop(MicroBatchKey key)
    {
        if (passes.TryRemove(key, out var pass)) pass.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in passes.Keys) Drop(key);
    }

    private OperationResult.Hidden Forward(MicroBatchKey key, ExpertOperation.RunLayer operation)
    {
        using var hidden = channel.Accept(operation.Hidden);
        using var memory = operation.Memory is null ? null : channel.Accept(operation.Memory);
        using var positionBias = operation.PositionBias is null ? null : channel.Accept(operation.PositionBias);
        var stream = RandomStream.For(seed, key.Step, key.Index, expert.ToString(), "dropout");
        var pass = layer.Forward(
            new LayerInput(hidden, operation.Padding, memory, operation.MemoryPadding, positionBias),
            new PassSettings(true, stream, recompute));
        passes[key] = pass;
        return new OperationResult.Hidden(channel.Offer(pass.Output_BTD.detach()), null);
    }

    private OperationResult.Gradients Backward(MicroBatchKey key, ExpertOperation.RunLayerBackward operation)
    {
        using var gradient = channel.Accept(operation.Gradient);
        var result = passes[key].Backward(gradient);
        return new OperationResult.Gradients(channel.Offer(result.Hidden_BTD),
            result.Memory_BSD is null ? null : channel.Offer(result.Memory_BSD),
            result.PositionBias_KH is null ? null : channel.Offer(result.PositionBias_KH));
    }
}
