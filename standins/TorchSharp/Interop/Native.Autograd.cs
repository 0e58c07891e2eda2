using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Flag st_requires_grad(Tensor self);

    [LibraryImport(Library)]
    internal static partial Flag st_is_leaf(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_set_requires_grad(Tensor self, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial int st_retain_grad(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_grad(Tensor self, out nint grad);

    [LibraryImport(Library)]
    internal static partial int st_set_grad(Tensor self, Tensor? grad);

    [LibraryImport(Library)]
    internal static partial Tensor st_detach(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_detach_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_backward(
        ReadOnlySpan<nint> tensors, long tensorsLength, ReadOnlySpan<nint> grads, long gradsLength, Flag retain,
        Flag createGraph, ReadOnlySpan<nint> inputs, long inputsLength);

    [LibraryImport(Library)]
    internal static partial int st_grads(
        ReadOnlySpan<nint> outputs, long outputsLength, ReadOnlySpan<nint> inputs, long inputsLength,
        ReadOnlySpan<nint> grads, long gradsLength, Flag retain, Flag createGraph, Flag allowUnused,
        Span<nint> room);

    [LibraryImport(Library)]
    internal static partial Flag st_grad_enabled();

    [LibraryImport(Library)]
    internal static partial void st_set_grad_enabled(Flag enabled);

    [LibraryImport(Library)]
    internal static partial Flag st_inference_enabled();

    [LibraryImport(Library)]
    internal static partial nint st_inference_begin(Flag enabled);

    [LibraryImport(Library)]
    internal static partial void st_inference_end(nint guard);
}
