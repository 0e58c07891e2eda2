using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_eq(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_eq_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_ne(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_ne_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_lt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_lt_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_le(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_le_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_gt(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_gt_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_ge(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_ge_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_eq_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_eq_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_ne_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_ne_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_lt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_lt_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_le_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_le_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_gt_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_gt_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_ge_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_ge_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_logical_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_logical_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_logical_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_logical_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_logical_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_logical_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_and(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_and_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_or(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_or_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_xor(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_xor_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_left_shift(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_left_shift_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_right_shift(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_right_shift_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_maximum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_minimum(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_equal(Tensor self, Tensor other, out Flag same);

    [LibraryImport(Library)]
    internal static partial int st_allclose(
        Tensor self, Tensor other, double relative, double absolute, Flag equalNan, out Flag close);

    [LibraryImport(Library)]
    internal static partial Tensor st_isclose(
        Tensor self, Tensor other, double relative, double absolute, Flag equalNan);
}
