using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial void st_dispose(nint self);

    [LibraryImport(Library)]
    internal static partial long st_ndim(Tensor self);

    [LibraryImport(Library)]
    internal static partial long st_numel(Tensor self);

    [LibraryImport(Library)]
    internal static partial long st_element_size(Tensor self);

    [LibraryImport(Library)]
    internal static partial sbyte st_dtype(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_device_type(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_device_index(Tensor self);

    [LibraryImport(Library)]
    internal static partial long st_storage_offset(Tensor self);

    [LibraryImport(Library)]
    internal static partial Flag st_is_contiguous(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_size(Tensor self, long dim, out long size);

    [LibraryImport(Library)]
    internal static partial void st_sizes(Tensor self, Span<long> sizes);

    [LibraryImport(Library)]
    internal static partial void st_strides(Tensor self, Span<long> strides);

    [LibraryImport(Library)]
    internal static partial nint st_data(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_is_pinned(Tensor self, out Flag pinned);

    [LibraryImport(Library)]
    internal static partial int st_item(Tensor self, out Number number);

    [LibraryImport(Library)]
    internal static partial Tensor st_alias(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_clone(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_contiguous(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_pin_memory(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_copy_(Tensor self, Tensor source, Flag nonBlocking);

    [LibraryImport(Library)]
    internal static partial int st_set_(Tensor self, Tensor source);

    [LibraryImport(Library)]
    internal static partial Tensor st_to(Tensor self, sbyte type, int device, int index, Flag copy, Flag nonBlocking);

    [LibraryImport(Library)]
    internal static partial Tensor st_to_type(Tensor self, sbyte type, Flag copy, Flag nonBlocking);
}
