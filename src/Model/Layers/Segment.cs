using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// A stretch of a layer between two linear maps, differentiated by autograd. The linear maps themselves are computed
/// outside autograd (see <see cref="LinearMap"/>): their weight gradients can then be added straight into the flat
/// gradient buffer, later and in micro-batch order, without a temporary as large as the weights.
/// </summary>
internal sealed class Segment
{
    private readonly Tensor[] leaves;
    private readonly Tensor output;

    private Segment(Tensor[] leaves, Tensor output) => (this.leaves, this.output) = (leaves, output);

    /// <summary>The value, cut off from the graph.</summary>
    public Tensor Output { get; private init; } = null!;

    /// <summary>
    /// Runs <paramref name="body"/> on copies of the inputs' handles that record a graph. The bag keeps what
    /// <see cref="Backward"/> needs.
    /// </summary>
    public static Segment Run(TensorBag bag, Func<Tensor[], Tensor> body, params ReadOnlySpan<Tensor> inputs)
    {
        var leaves = new Tensor[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) leaves[i] = bag.Keep(inputs[i].detach().requires_grad_());
        Tensor output;
        using (torch.enable_grad()) output = bag.Keep(body(leaves));
        return new Segment(leaves, output) { Output = bag.Keep(output.detach()) };
    }

    /// <summary>
    /// Gradients of the inputs, in their order, given the gradient of the output. Each is a tensor of its own, free to
    /// be added to. Call once.
    /// </summary>
    public Tensor[] Backward(Tensor gradient)
    {
        torch.autograd.backward(output, gradient);
        return Array.ConvertAll(leaves, leaf => leaf.grad!);
    }
}
