using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_linear(Tensor input, Tensor? weight, Tensor? bias);

    [LibraryImport(Library)]
    internal static partial Tensor st_dropout(Tensor input, double p, Flag training);

    [LibraryImport(Library)]
    internal static partial int st_dropout_(Tensor input, double p, Flag training);

    [LibraryImport(Library)]
    internal static partial Tensor st_layer_norm(
        Tensor input, ReadOnlySpan<long> shape, long shapeLength, Tensor? weight, Tensor? bias, double epsilon);

    [LibraryImport(Library)]
    internal static partial Tensor st_one_hot(Tensor input, long classes);

    [LibraryImport(Library)]
    internal static partial Tensor st_cross_entropy(
        Tensor input, Tensor target, Tensor? weight, long reduction, long ignoreIndex, double labelSmoothing);

    [LibraryImport(Library)]
    internal static partial Tensor st_nll_loss(Tensor input, Tensor target, Tensor? weight, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor st_mse_loss(Tensor input, Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor st_kl_div(Tensor input, Tensor target, Flag logTarget, long reduction);

    [LibraryImport(Library)]
    internal static partial Tensor st_pad(
        Tensor input, ReadOnlySpan<long> widths, long widthsLength, int mode, double value);

    [LibraryImport(Library)]
    internal static partial Tensor st_attention(
        Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, Flag causal);
}
