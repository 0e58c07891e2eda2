using Moe.Model.Layers;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// One micro-batch's routes on their way to the experts, and their gradient on the way back: the rows of the task
/// embeddings go through the router network with a graph, the selection makes plain routes of the logits; later the
/// gradient by the routes comes back and is added to the gradients of the network and of the embeddings. Used by one
/// thread at a time.
/// </summary>
public sealed class RoutingPass : IDisposable
{
    private readonly TaskRouter router;
    private readonly int[] taskIds;
    private readonly TensorBag bag = new();
    private readonly RouterParameters leaves;
    private readonly Tensor embedding_BR;
    private readonly Tensor logits_LBE;
    private readonly SelectedRoutes selected;

    internal RoutingPass(
        TaskRouter router, int[] taskIds, Func<RouterLogits, SelectedRoutes> select, RoutingMoment moment)
    {
        (this.router, this.taskIds) = (router, taskIds);
        using var scope = torch.NewDisposeScope();
        using (torch.no_grad()) embedding_BR = bag.Keep(router.Tasks.Rows(taskIds));
        if (router.Tasks.IsTrainable) embedding_BR.requires_grad_();
        using (torch.enable_grad())
        {
            leaves = RouterParameters.Leaves(router.Parameters, bag);
            var settings = new PassSettings(true, moment.Stream("dropout"));
            logits_LBE = bag.Keep(router.Network.Forward(embedding_BR, leaves, settings));
        }
        using (torch.no_grad()) selected = select(router.Read(logits_LBE, taskIds));
    }

    /// <summary>The routes of the rows.</summary>
    public RouteBatch Routes => selected.Routes;

    /// <summary>
    /// Adds the gradients of the network's parameters and of the task embeddings, given the gradient of the loss by
    /// the routes [L, B, E]; for sparse computation the loss's is 0 but for the picked experts. Call at most once.
    /// </summary>
    public void Backward(ReadOnlySpan<float> gradient_LBE)
    {
        var shape = router.Network.Shape;
        var plain = selected.Backward(gradient_LBE);
        using var scope = torch.NewDisposeScope();
        var gradient = torch.tensor(
            plain, [shape.Layers, taskIds.Length, shape.Experts], device: router.Parameters.Device);
        torch.autograd.backward(logits_LBE, gradient);
        using var _ = torch.no_grad();
        leaves.AddGradients();
        if (router.Tasks.IsTrainable) router.Tasks.AddGradient(taskIds, embedding_BR.grad!);
    }

    /// <inheritdoc/>
    public void Dispose() => bag.Dispose();
}
