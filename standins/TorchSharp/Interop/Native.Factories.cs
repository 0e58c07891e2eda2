using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_empty(
        ReadOnlySpan<long> size, long sizeLength, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_zeros(
        ReadOnlySpan<long> size, long sizeLength, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_ones(
        ReadOnlySpan<long> size, long sizeLength, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_full(
        ReadOnlySpan<long> size, long sizeLength, Number value, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_empty_like(Tensor self, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_zeros_like(Tensor self, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_ones_like(Tensor self, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_full_like(
        Tensor self, Number value, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_arange(
        Number start, Number stop, Number step, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_linspace(
        double start, double end, long steps, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_eye(
        long rows, long columns, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static unsafe partial Tensor st_from_memory(
        void* data, ReadOnlySpan<long> size, long sizeLength, sbyte type, delegate* unmanaged<nint, void> deleter,
        nint context);

    [LibraryImport(Library)]
    internal static unsafe partial Tensor st_copy_from_memory(
        void* data, ReadOnlySpan<long> size, long sizeLength, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial sbyte st_default_dtype();

    [LibraryImport(Library)]
    internal static partial int st_set_default_dtype(sbyte type);
}
