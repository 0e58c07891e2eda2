using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients of whole graphs.</summary>
    public static partial class autograd
    {
        /// <summary>
        /// The gradients of the inputs themselves, not added to their grad; null where one is unused and that is
        /// allowed.
        /// </summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var found = new nint[inputs.Count];
            var status = st_grads(
                Handles(outputs), outputs.Count, Handles(inputs), inputs.Count, Handles(grad_outputs),
                grad_outputs?.Count ?? 0, retain_graph, create_graph, allow_unused, found);
            KeepAlive(outputs, inputs, grad_outputs);
            Failure.Check(status);
            return [.. found.Select(handle => handle == 0 ? null! : new Tensor(handle))];
        }

        /// <summary>
        /// Adds to the grad of every leaf (or of the inputs, where given) what the tensors give for grad_tensors.
        /// </summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var retain = retain_graph ?? create_graph;
            var status = st_backward(
                Handles(tensors), tensors.Count, Handles(grad_tensors), grad_tensors?.Count ?? 0, retain, create_graph,
                Handles(inputs), inputs?.Count ?? 0);
            KeepAlive(tensors, grad_tensors, inputs);
            Failure.Check(status);
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }

    /// <summary>The handles of tensors, none for null ones; the caller keeps the list alive through the call.</summary>
    internal static nint[] Handles(IList<Tensor>? tensors)
    {
        if (tensors is null)
            return [];
        var handles = new nint[tensors.Count];
        for (var place = 0; place < handles.Length; place++)
            handles[place] = tensors[place] is { } tensor ? tensor.Handle : 0;
        return handles;
    }

    private static void KeepAlive(object first, object? second, object? third)
    {
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        GC.KeepAlive(third);
    }
}
