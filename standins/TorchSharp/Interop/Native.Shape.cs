using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_view(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_reshape(Tensor self, ReadOnlySpan<long> shape, long shapeLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_permute(Tensor self, ReadOnlySpan<long> order, long orderLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_repeat(Tensor self, ReadOnlySpan<long> sizes, long sizesLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_flip(Tensor self, ReadOnlySpan<long> dims, long dimsLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_t(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_unsqueeze(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial int st_unsqueeze_(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor st_squeeze(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_squeeze_dim(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial int st_squeeze_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_squeeze_dim_(Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor st_triu(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor st_tril(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial int st_triu_(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial int st_tril_(Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial Tensor st_flatten(Tensor self, long start, long end);

    [LibraryImport(Library)]
    internal static partial Tensor st_unflatten(Tensor self, long dim, ReadOnlySpan<long> sizes, long sizesLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_transpose(Tensor self, long first, long second);

    [LibraryImport(Library)]
    internal static partial int st_transpose_(Tensor self, long first, long second);

    [LibraryImport(Library)]
    internal static partial Tensor st_expand(Tensor self, ReadOnlySpan<long> sizes, long sizesLength, Flag @implicit);

    [LibraryImport(Library)]
    internal static partial Tensor st_as_strided(
        Tensor self, ReadOnlySpan<long> sizes, long sizesLength, ReadOnlySpan<long> strides, long stridesLength,
        long offset);

    [LibraryImport(Library)]
    internal static partial Tensor st_narrow(Tensor self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial Tensor st_slice(Tensor self, long dim, long start, long finish, long step);

    [LibraryImport(Library)]
    internal static partial Tensor st_select(Tensor self, long dim, long place);

    [LibraryImport(Library)]
    internal static partial Tensor st_diagonal(Tensor self, long offset, long first, long second);

    [LibraryImport(Library)]
    internal static partial Tensor st_roll(
        Tensor self, ReadOnlySpan<long> shifts, long shiftsLength, ReadOnlySpan<long> dims, long dimsLength);

    [LibraryImport(Library)]
    internal static unsafe partial Tensor st_repeat_interleave(
        Tensor self, long repeats, long* dim, long* outputSize);

    [LibraryImport(Library)]
    internal static unsafe partial Tensor st_repeat_interleave_tensor(
        Tensor self, Tensor repeats, long* dim, long* outputSize);

    [LibraryImport(Library)]
    internal static partial long st_split(Tensor self, long size, long dim, Span<nint> room, long capacity);

    [LibraryImport(Library)]
    internal static partial long st_split_sizes(
        Tensor self, ReadOnlySpan<long> sizes, long sizesLength, long dim, Span<nint> room, long capacity);

    [LibraryImport(Library)]
    internal static partial long st_chunk(Tensor self, long chunks, long dim, Span<nint> room, long capacity);

    [LibraryImport(Library)]
    internal static partial long st_unbind(Tensor self, long dim, Span<nint> room, long capacity);

    [LibraryImport(Library)]
    internal static partial Tensor st_cat(ReadOnlySpan<nint> tensors, long tensorsLength, long dim);

    [LibraryImport(Library)]
    internal static partial Tensor st_stack(ReadOnlySpan<nint> tensors, long tensorsLength, long dim);
}
