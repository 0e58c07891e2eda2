using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // The same elements in another shape or order.
    public partial class Tensor
    {
        /// <summary>With the dimensions in reverse order.</summary>
        public Tensor T => permute(Enumerable.Range(0, (int)ndim).Reverse().Select(each => (long)each));

        public Tensor mT => transpose(-2, -1);

        public Tensor view(params long[] shape) => st_view(this, shape, shape.Length);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => st_reshape(this, shape, shape.Length);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => st_flatten(this, start_dim, end_dim);

        public Tensor ravel() => reshape(-1);

        public Tensor unflatten(long dim, params long[] sizes) => st_unflatten(this, dim, sizes, sizes.Length);

        public Tensor transpose(long dim0, long dim1) => st_transpose(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Done(st_transpose_(this, dim0, dim1));

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t() => st_t(this);

        public Tensor permute(params long[] permutation) => st_permute(this, permutation, permutation.Length);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor unsqueeze(long dim) => st_unsqueeze(this, dim);

        public Tensor unsqueeze_(long dim) => Done(st_unsqueeze_(this, dim));

        public Tensor squeeze(long? dim = null) => dim is { } given ? st_squeeze_dim(this, given) : st_squeeze(this);

        public Tensor squeeze_(long? dim = null) =>
            Done(dim is { } given ? st_squeeze_dim_(this, given) : st_squeeze_(this));

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            st_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => st_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(params long[] sizes) => st_expand(this, sizes, sizes.Length, @implicit: false);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => expand(shape);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) =>
            st_as_strided(this, size, size.Length, strides, strides.Length, storageOffset);

        public Tensor narrow(long dim, long start, long length) => st_narrow(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => step < 1
            ? throw new ArgumentException($"step is {step}, but it should always be positive.")
            : st_slice(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => st_select(this, dim, index);

        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) =>
            st_diagonal(this, offset, dim1, dim2);

        public Tensor repeat(params long[] sizes) => st_repeat(this, sizes, sizes.Length);

        public unsafe Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            var (along, size) = (dim.GetValueOrDefault(), output_size.GetValueOrDefault());
            return st_repeat_interleave_tensor(
                this, repeats, dim is null ? null : &along, output_size is null ? null : &size);
        }

        public unsafe Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            var (along, size) = (dim.GetValueOrDefault(), output_size.GetValueOrDefault());
            return st_repeat_interleave(this, repeats, dim is null ? null : &along, output_size is null ? null : &size);
        }

        public Tensor triu(long diagonal = 0) => st_triu(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Done(st_triu_(this, diagonal));

        public Tensor tril(long diagonal = 0) => st_tril(this, diagonal);

        public Tensor tril_(long diagonal = 0) => Done(st_tril_(this, diagonal));

        public Tensor flip(params long[] dims) => st_flip(this, dims, dims.Length);

        public Tensor roll(long shifts, long? dims = null) =>
            roll([shifts], dims is { } given ? [given] : ReadOnlySpan<long>.Empty);

        public Tensor roll(long[] shifts, long[] dims) => roll((ReadOnlySpan<long>)shifts, dims);

        /// <summary>Along the first dimension, as TorchSharp takes it where no dimension is given.</summary>
        public Tensor roll(long[] shifts) => roll((ReadOnlySpan<long>)shifts, [0]);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            st_roll(this, shifts, shifts.Length, dims, dims.Length);
    }
}
