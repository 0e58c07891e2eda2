namespace TorchSharp;

public static partial class torch
{
    // Element by element in place, as functions.

    public static Tensor abs_(Tensor input) => input.abs_();
    public static Tensor absolute_(Tensor input) => input.absolute_();
    public static Tensor acos_(Tensor input) => input.acos_();
    public static Tensor asin_(Tensor input) => input.asin_();
    public static Tensor atan_(Tensor input) => input.atan_();
    public static Tensor bitwise_not_(Tensor input) => input.bitwise_not_();
    public static Tensor ceil_(Tensor input) => input.ceil_();
    public static Tensor cos_(Tensor input) => input.cos_();
    public static Tensor cosh_(Tensor input) => input.cosh_();
    public static Tensor erf_(Tensor input) => input.erf_();
    public static Tensor erfc_(Tensor input) => input.erfc_();
    public static Tensor erfinv_(Tensor input) => input.erfinv_();
    public static Tensor exp_(Tensor input) => input.exp_();
    public static Tensor expm1_(Tensor input) => input.expm1_();
    public static Tensor floor_(Tensor input) => input.floor_();
    public static Tensor frac_(Tensor input) => input.frac_();
    public static Tensor log10_(Tensor input) => input.log10_();
    public static Tensor log1p_(Tensor input) => input.log1p_();
    public static Tensor log2_(Tensor input) => input.log2_();
    public static Tensor log_(Tensor input) => input.log_();
    public static Tensor neg_(Tensor input) => input.neg_();
    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();
    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    public static Tensor sign_(Tensor input) => input.sign_();
    public static Tensor sin_(Tensor input) => input.sin_();
    public static Tensor sinh_(Tensor input) => input.sinh_();
    public static Tensor sqrt_(Tensor input) => input.sqrt_();
    public static Tensor tan_(Tensor input) => input.tan_();
    public static Tensor tanh_(Tensor input) => input.tanh_();
    public static Tensor trunc_(Tensor input) => input.trunc_();
}
