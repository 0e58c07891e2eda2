using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Gradients.
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => st_requires_grad(this);
            set => Failure.Check(st_set_requires_grad(this, value));
        }

        /// <summary>
        /// Get: a new tensor over the gradient's memory, or null where there is none. Set: null frees it.
        /// </summary>
        public Tensor? grad
        {
            get
            {
                Failure.Check(st_grad(this, out var found));
                return found == 0 ? null : new Tensor(found);
            }
            set => Failure.Check(st_set_grad(this, value));
        }

        public bool is_leaf => st_is_leaf(this);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Failure.Check(st_retain_grad(this));

        public Tensor detach() => st_detach(this);

        public Tensor detach_() => Done(st_detach_(this));

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
