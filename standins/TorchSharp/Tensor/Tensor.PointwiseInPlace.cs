using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, in place; each answers the tensor itself.
    public partial class Tensor
    {
        public Tensor abs_() => Done(st_abs_(this));
        public Tensor ceil_() => Done(st_ceil_(this));
        public Tensor cos_() => Done(st_cos_(this));
        public Tensor cosh_() => Done(st_cosh_(this));
        public Tensor sin_() => Done(st_sin_(this));
        public Tensor sinh_() => Done(st_sinh_(this));
        public Tensor tan_() => Done(st_tan_(this));
        public Tensor tanh_() => Done(st_tanh_(this));
        public Tensor exp_() => Done(st_exp_(this));
        public Tensor expm1_() => Done(st_expm1_(this));
        public Tensor floor_() => Done(st_floor_(this));
        public Tensor frac_() => Done(st_frac_(this));
        public Tensor log_() => Done(st_log_(this));
        public Tensor log10_() => Done(st_log10_(this));
        public Tensor log1p_() => Done(st_log1p_(this));
        public Tensor log2_() => Done(st_log2_(this));
        public Tensor neg_() => Done(st_neg_(this));
        public Tensor reciprocal_() => Done(st_reciprocal_(this));
        public Tensor rsqrt_() => Done(st_rsqrt_(this));
        public Tensor sqrt_() => Done(st_sqrt_(this));
        public Tensor sign_() => Done(st_sign_(this));
        public Tensor trunc_() => Done(st_trunc_(this));
        public Tensor sigmoid_() => Done(st_sigmoid_(this));
        public Tensor relu_() => Done(st_relu_(this));
        public Tensor silu_() => Done(st_silu_(this));
        public Tensor erf_() => Done(st_erf_(this));
        public Tensor erfc_() => Done(st_erfc_(this));
        public Tensor erfinv_() => Done(st_erfinv_(this));
        public Tensor logical_not_() => Done(st_logical_not_(this));
        public Tensor bitwise_not_() => Done(st_bitwise_not_(this));
        public Tensor asin_() => Done(st_asin_(this));
        public Tensor acos_() => Done(st_acos_(this));
        public Tensor atan_() => Done(st_atan_(this));
        public Tensor gelu_() => Done(st_gelu_(this));
        public Tensor absolute_() => abs_();
        public Tensor zero_() => Done(st_zero_(this));
        public Tensor fill_(Scalar value) => Done(st_fill_(this, value.Number));
    }
}
