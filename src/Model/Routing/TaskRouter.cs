using System.Runtime.InteropServices;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.TaskEmbeddings;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// A router network with its parameters and the task embeddings it reads: everything that turns a task into a route.
/// Small, and owned by one place in a run. Does not own what it is given.
/// </summary>
public sealed class TaskRouter(IRouterNetwork network, FlatParameters parameters, TaskEmbeddingTable tasks)
{
    /// <summary>The network.</summary>
    public IRouterNetwork Network => network;

    /// <summary>The network's parameters.</summary>
    public FlatParameters Parameters => parameters;

    /// <summary>The task embeddings.</summary>
    public TaskEmbeddingTable Tasks => tasks;

    /// <summary>Logits for tasks, without dropout and without a graph.</summary>
    public RouterLogits Logits(int[] taskIds)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var frozen = RouterParameters.Frozen(parameters);
        return Read(network.Forward(tasks.Rows(taskIds), frozen, PassSettings.Evaluation), taskIds);
    }

    /// <summary>Routes of tasks, without noise.</summary>
    public RouteBatch Evaluate(int[] taskIds, Selection selection, double temperature) =>
        selection.Evaluate(Logits(taskIds), temperature);

    /// <summary>The routes of a micro-batch's rows for a training step, able to go back.</summary>
    public RoutingPass Forward(int[] taskIds, Selection selection, double temperature, RoutingMoment moment) =>
        new(this, taskIds, logits => selection.Train(logits, temperature, moment), moment);

    /// <summary>Like the other form, with given Gumbel noise [L, B, E].</summary>
    public RoutingPass Forward(
        int[] taskIds, Selection selection, double temperature, float[]? noise_LBE, RoutingMoment moment) =>
        new(this, taskIds, logits => selection.Train(logits, temperature, noise_LBE, moment), moment);

    internal RouterLogits Read(Tensor logits_LBE, int[] taskIds)
    {
        var shape = network.Shape;
        Shapes.Expect("logits_LBE", logits_LBE, shape.Layers, taskIds.Length, shape.Experts);
        var plain = logits_LBE.detach().cpu().contiguous();
        var values_LBE = MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
        return new RouterLogits(shape.Layers, shape.Experts, taskIds, values_LBE);
    }
}
