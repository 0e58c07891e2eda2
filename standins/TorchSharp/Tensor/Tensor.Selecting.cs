using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Elements read and written where a tensor of places or a mask says.
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => st_index_select(this, dim, index);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => st_index_copy(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Done(st_index_copy_(this, dim, index, source));

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            st_index_add(this, dim, index, source, alpha.Number);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Done(st_index_add_(this, dim, index, source, alpha.Number));

        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            st_index_fill(this, dim, index, value.Number);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Done(st_index_fill_(this, dim, index, value.Number));

        public Tensor gather(long dim, Tensor index) => st_gather(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => st_scatter(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Done(st_scatter_(this, dim, index, src));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => st_scatter_add(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Done(st_scatter_add_(this, dim, index, src));

        public Tensor masked_fill(Tensor mask, Scalar value) => st_masked_fill(this, mask, value.Number);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Done(st_masked_fill_(this, mask, value.Number));

        public Tensor masked_select(Tensor mask) => st_masked_select(this, mask);

        /// <summary>
        /// The places of the elements that are not zero: a row for each, a column for each dimension.
        /// </summary>
        public Tensor nonzero() => st_nonzero(this);

        /// <summary>This tensor's elements where the condition holds, the other's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => condition.dtype == ScalarType.Bool
            ? st_where(condition, this, y)
            : throw new ArgumentException("The condition to 'where' must be a boolean tensor.");
    }
}
