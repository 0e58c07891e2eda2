using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_abs(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_ceil(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_cos(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_cosh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_sin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_sinh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_tan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_tanh(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_exp(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_exp2(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_expm1(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_floor(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_frac(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_log(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_log10(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_log1p(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_log2(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_neg(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_reciprocal(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_rsqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_sqrt(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_sign(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_trunc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_relu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_silu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_erf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_erfc(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_erfinv(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_square(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_logical_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_bitwise_not(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_asin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_acos(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_atan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_log_sigmoid(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_softplus(Tensor self, double beta, double threshold);

    [LibraryImport(Library)]
    internal static partial Tensor st_gelu(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_round(Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial Tensor st_isnan(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_isinf(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_isfinite(Tensor self);

    [LibraryImport(Library)]
    internal static unsafe partial Tensor st_nan_to_num(Tensor self, double nan, double* positive, double* negative);

    [LibraryImport(Library)]
    internal static partial int st_abs_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_ceil_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_cos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_cosh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_sin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_sinh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_tan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_tanh_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_exp_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_expm1_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_floor_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_frac_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_log_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_log10_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_log1p_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_log2_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_neg_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_reciprocal_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_rsqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_sqrt_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_sign_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_trunc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_sigmoid_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_relu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_silu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_erf_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_erfc_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_erfinv_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_logical_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_bitwise_not_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_asin_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_acos_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_atan_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_gelu_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_zero_(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_fill_(Tensor self, Number value);
}
