using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_index(Tensor self, ReadOnlySpan<NativeIndex> indices, long length);

    [LibraryImport(Library)]
    internal static partial int st_index_put_(
        Tensor self, ReadOnlySpan<NativeIndex> indices, long length, Tensor value);

    [LibraryImport(Library)]
    internal static partial int st_index_put_scalar_(
        Tensor self, ReadOnlySpan<NativeIndex> indices, long length, Number value);

    [LibraryImport(Library)]
    internal static partial int st_index_accumulate_(
        Tensor self, ReadOnlySpan<nint> indices, long indicesLength, Tensor value, Flag accumulate);

    [LibraryImport(Library)]
    internal static partial Tensor st_index_select(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor st_index_copy(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial int st_index_copy_(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor st_index_add(Tensor self, long dim, Tensor index, Tensor source, Number alpha);

    [LibraryImport(Library)]
    internal static partial int st_index_add_(Tensor self, long dim, Tensor index, Tensor source, Number alpha);

    [LibraryImport(Library)]
    internal static partial Tensor st_index_fill(Tensor self, long dim, Tensor index, Number value);

    [LibraryImport(Library)]
    internal static partial int st_index_fill_(Tensor self, long dim, Tensor index, Number value);

    [LibraryImport(Library)]
    internal static partial Tensor st_gather(Tensor self, long dim, Tensor index);

    [LibraryImport(Library)]
    internal static partial Tensor st_scatter(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial int st_scatter_(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor st_scatter_add(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial int st_scatter_add_(Tensor self, long dim, Tensor index, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor st_masked_fill(Tensor self, Tensor? mask, Number value);

    [LibraryImport(Library)]
    internal static partial int st_masked_fill_(Tensor self, Tensor? mask, Number value);

    [LibraryImport(Library)]
    internal static partial Tensor st_masked_select(Tensor self, Tensor? mask);

    [LibraryImport(Library)]
    internal static partial Tensor st_where(Tensor condition, Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_nonzero(Tensor self);
}
