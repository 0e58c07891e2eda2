using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, into a new tensor.
    public partial class Tensor
    {
        public Tensor abs() => st_abs(this);
        public Tensor ceil() => st_ceil(this);
        public Tensor cos() => st_cos(this);
        public Tensor cosh() => st_cosh(this);
        public Tensor sin() => st_sin(this);
        public Tensor sinh() => st_sinh(this);
        public Tensor tan() => st_tan(this);
        public Tensor tanh() => st_tanh(this);
        public Tensor exp() => st_exp(this);
        public Tensor exp2() => st_exp2(this);
        public Tensor expm1() => st_expm1(this);
        public Tensor floor() => st_floor(this);
        public Tensor frac() => st_frac(this);
        public Tensor log() => st_log(this);
        public Tensor log10() => st_log10(this);
        public Tensor log1p() => st_log1p(this);
        public Tensor log2() => st_log2(this);
        public Tensor neg() => st_neg(this);
        public Tensor reciprocal() => st_reciprocal(this);
        public Tensor rsqrt() => st_rsqrt(this);
        public Tensor sqrt() => st_sqrt(this);
        public Tensor sign() => st_sign(this);
        public Tensor trunc() => st_trunc(this);
        public Tensor sigmoid() => st_sigmoid(this);
        public Tensor relu() => st_relu(this);
        public Tensor silu() => st_silu(this);
        public Tensor erf() => st_erf(this);
        public Tensor erfc() => st_erfc(this);
        public Tensor erfinv() => st_erfinv(this);
        public Tensor logical_not() => st_logical_not(this);
        public Tensor bitwise_not() => st_bitwise_not(this);
        public Tensor asin() => st_asin(this);
        public Tensor acos() => st_acos(this);
        public Tensor atan() => st_atan(this);
        public Tensor square() => st_square(this);
        public Tensor gelu() => st_gelu(this);
        public Tensor log_sigmoid() => st_log_sigmoid(this);
        public Tensor isnan() => st_isnan(this);
        public Tensor isinf() => st_isinf(this);
        public Tensor isfinite() => st_isfinite(this);
        public Tensor absolute() => abs();
        public Tensor negative() => neg();
        public Tensor round(long decimals = 0L) => st_round(this, decimals);
        public Tensor softplus(double beta = 1, double threshold = 20) => st_softplus(this, beta, threshold);

        public unsafe Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null)
        {
            var (above, below) = (posinf.GetValueOrDefault(), neginf.GetValueOrDefault());
            return st_nan_to_num(this, nan, posinf is null ? null : &above, neginf is null ? null : &below);
        }
    }
}
