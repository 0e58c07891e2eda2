using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_add(Tensor self, Tensor other, Number alpha);

    [LibraryImport(Library)]
    internal static partial Tensor st_add_scalar(Tensor self, Number other, Number alpha);

    [LibraryImport(Library)]
    internal static partial int st_add_(Tensor self, Tensor other, Number alpha);

    [LibraryImport(Library)]
    internal static partial int st_add_scalar_(Tensor self, Number other, Number alpha);

    [LibraryImport(Library)]
    internal static partial Tensor st_sub(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_sub_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_sub_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_sub_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_rsub_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_mul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_mul_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_mul_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_mul_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_div(Tensor self, Tensor other, int rounding);

    [LibraryImport(Library)]
    internal static partial Tensor st_div_scalar(Tensor self, Number other, int rounding);

    [LibraryImport(Library)]
    internal static partial int st_div_(Tensor self, Tensor other, int rounding);

    [LibraryImport(Library)]
    internal static partial int st_div_scalar_(Tensor self, Number other, int rounding);

    [LibraryImport(Library)]
    internal static partial Tensor st_remainder(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_remainder_scalar(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial int st_remainder_(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial int st_remainder_scalar_(Tensor self, Number other);

    [LibraryImport(Library)]
    internal static partial Tensor st_pow(Tensor self, Tensor exponent);

    [LibraryImport(Library)]
    internal static partial Tensor st_pow_scalar(Tensor self, Number exponent);

    [LibraryImport(Library)]
    internal static partial int st_pow_(Tensor self, Tensor exponent);

    [LibraryImport(Library)]
    internal static partial int st_pow_scalar_(Tensor self, Number exponent);

    [LibraryImport(Library)]
    internal static partial Tensor st_clamp(Tensor self, Number minimum, Number maximum);

    [LibraryImport(Library)]
    internal static partial Tensor st_clamp_tensor(Tensor self, Tensor? minimum, Tensor? maximum);

    [LibraryImport(Library)]
    internal static partial int st_clamp_(Tensor self, Number minimum, Number maximum);

    [LibraryImport(Library)]
    internal static partial int st_clamp_tensor_(Tensor self, Tensor? minimum, Tensor? maximum);

    [LibraryImport(Library)]
    internal static partial Tensor st_addcmul(Tensor self, Tensor first, Tensor second, Number value);

    [LibraryImport(Library)]
    internal static partial int st_addcmul_(Tensor self, Tensor first, Tensor second, Number value);

    [LibraryImport(Library)]
    internal static partial Tensor st_addcdiv(Tensor self, Tensor first, Tensor second, Number value);

    [LibraryImport(Library)]
    internal static partial int st_addcdiv_(Tensor self, Tensor first, Tensor second, Number value);

    [LibraryImport(Library)]
    internal static partial Tensor st_lerp(Tensor self, Tensor end, Tensor? weight);

    [LibraryImport(Library)]
    internal static partial int st_lerp_(Tensor self, Tensor end, Tensor? weight);
}
