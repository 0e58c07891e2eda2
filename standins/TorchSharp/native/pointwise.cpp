// One tensor in, one out, element by element. A name that ends in _ works in place.
#include "standin.h"

ST_API Handle st_abs(Handle self) { return made([&] { return self->abs(); }); }
ST_API Handle st_ceil(Handle self) { return made([&] { return self->ceil(); }); }
ST_API Handle st_cos(Handle self) { return made([&] { return self->cos(); }); }
ST_API Handle st_cosh(Handle self) { return made([&] { return self->cosh(); }); }
ST_API Handle st_sin(Handle self) { return made([&] { return self->sin(); }); }
ST_API Handle st_sinh(Handle self) { return made([&] { return self->sinh(); }); }
ST_API Handle st_tan(Handle self) { return made([&] { return self->tan(); }); }
ST_API Handle st_tanh(Handle self) { return made([&] { return self->tanh(); }); }
ST_API Handle st_exp(Handle self) { return made([&] { return self->exp(); }); }
ST_API Handle st_exp2(Handle self) { return made([&] { return self->exp2(); }); }
ST_API Handle st_expm1(Handle self) { return made([&] { return self->expm1(); }); }
ST_API Handle st_floor(Handle self) { return made([&] { return self->floor(); }); }
ST_API Handle st_frac(Handle self) { return made([&] { return self->frac(); }); }
ST_API Handle st_log(Handle self) { return made([&] { return self->log(); }); }
ST_API Handle st_log10(Handle self) { return made([&] { return self->log10(); }); }
ST_API Handle st_log1p(Handle self) { return made([&] { return self->log1p(); }); }
ST_API Handle st_log2(Handle self) { return made([&] { return self->log2(); }); }
ST_API Handle st_neg(Handle self) { return made([&] { return self->neg(); }); }
ST_API Handle st_reciprocal(Handle self) { return made([&] { return self->reciprocal(); }); }
ST_API Handle st_rsqrt(Handle self) { return made([&] { return self->rsqrt(); }); }
ST_API Handle st_sqrt(Handle self) { return made([&] { return self->sqrt(); }); }
ST_API Handle st_sign(Handle self) { return made([&] { return self->sign(); }); }
ST_API Handle st_trunc(Handle self) { return made([&] { return self->trunc(); }); }
ST_API Handle st_sigmoid(Handle self) { return made([&] { return self->sigmoid(); }); }
ST_API Handle st_relu(Handle self) { return made([&] { return self->relu(); }); }
ST_API Handle st_silu(Handle self) { return made([&] { return at::silu(*self); }); }
ST_API Handle st_erf(Handle self) { return made([&] { return self->erf(); }); }
ST_API Handle st_erfc(Handle self) { return made([&] { return self->erfc(); }); }
ST_API Handle st_erfinv(Handle self) { return made([&] { return self->erfinv(); }); }
ST_API Handle st_square(Handle self) { return made([&] { return self->square(); }); }
ST_API Handle st_logical_not(Handle self) { return made([&] { return self->logical_not(); }); }
ST_API Handle st_bitwise_not(Handle self) { return made([&] { return self->bitwise_not(); }); }
ST_API Handle st_asin(Handle self) { return made([&] { return self->asin(); }); }
ST_API Handle st_acos(Handle self) { return made([&] { return self->acos(); }); }
ST_API Handle st_atan(Handle self) { return made([&] { return self->atan(); }); }
ST_API Handle st_log_sigmoid(Handle self) { return made([&] { return at::log_sigmoid(*self); }); }
ST_API Handle st_softplus(Handle self, double beta, double threshold) {
    return made([&] { return at::softplus(*self, beta, threshold); });
}

ST_API Handle st_gelu(Handle self) { return made([&] { return at::gelu(*self); }); }
ST_API Handle st_round(Handle self, int64_t decimals) {
    return made([&] { return decimals == 0 ? self->round() : self->round(decimals); });
}

ST_API Handle st_isnan(Handle self) { return made([&] { return self->isnan(); }); }
ST_API Handle st_isinf(Handle self) { return made([&] { return self->isinf(); }); }
ST_API Handle st_isfinite(Handle self) { return made([&] { return self->isfinite(); }); }

ST_API Handle st_nan_to_num(Handle self, double nan, const double* positive, const double* negative) {
    return made([&] {
        auto above = positive ? Maybe<double>(*positive) : Maybe<double>();
        auto below = negative ? Maybe<double>(*negative) : Maybe<double>();
        return self->nan_to_num(nan, above, below);
    });
}

ST_API int32_t st_abs_(Handle self) { return done([&] { self->abs_(); }); }
ST_API int32_t st_ceil_(Handle self) { return done([&] { self->ceil_(); }); }
ST_API int32_t st_cos_(Handle self) { return done([&] { self->cos_(); }); }
ST_API int32_t st_cosh_(Handle self) { return done([&] { self->cosh_(); }); }
ST_API int32_t st_sin_(Handle self) { return done([&] { self->sin_(); }); }
ST_API int32_t st_sinh_(Handle self) { return done([&] { self->sinh_(); }); }
ST_API int32_t st_tan_(Handle self) { return done([&] { self->tan_(); }); }
ST_API int32_t st_tanh_(Handle self) { return done([&] { self->tanh_(); }); }
ST_API int32_t st_exp_(Handle self) { return done([&] { self->exp_(); }); }
ST_API int32_t st_expm1_(Handle self) { return done([&] { self->expm1_(); }); }
ST_API int32_t st_floor_(Handle self) { return done([&] { self->floor_(); }); }
ST_API int32_t st_frac_(Handle self) { return done([&] { self->frac_(); }); }
ST_API int32_t st_log_(Handle self) { return done([&] { self->log_(); }); }
ST_API int32_t st_log10_(Handle self) { return done([&] { self->log10_(); }); }
ST_API int32_t st_log1p_(Handle self) { return done([&] { self->log1p_(); }); }
ST_API int32_t st_log2_(Handle self) { return done([&] { self->log2_(); }); }
ST_API int32_t st_neg_(Handle self) { return done([&] { self->neg_(); }); }
ST_API int32_t st_reciprocal_(Handle self) { return done([&] { self->reciprocal_(); }); }
ST_API int32_t st_rsqrt_(Handle self) { return done([&] { self->rsqrt_(); }); }
ST_API int32_t st_sqrt_(Handle self) { return done([&] { self->sqrt_(); }); }
ST_API int32_t st_sign_(Handle self) { return done([&] { self->sign_(); }); }
ST_API int32_t st_trunc_(Handle self) { return done([&] { self->trunc_(); }); }
ST_API int32_t st_sigmoid_(Handle self) { return done([&] { self->sigmoid_(); }); }
ST_API int32_t st_relu_(Handle self) { return done([&] { self->relu_(); }); }
ST_API int32_t st_silu_(Handle self) { return done([&] { at::silu_(*self); }); }
ST_API int32_t st_erf_(Handle self) { return done([&] { self->erf_(); }); }
ST_API int32_t st_erfc_(Handle self) { return done([&] { self->erfc_(); }); }
ST_API int32_t st_erfinv_(Handle self) { return done([&] { self->erfinv_(); }); }
ST_API int32_t st_logical_not_(Handle self) { return done([&] { self->logical_not_(); }); }
ST_API int32_t st_bitwise_not_(Handle self) { return done([&] { self->bitwise_not_(); }); }
ST_API int32_t st_asin_(Handle self) { return done([&] { self->asin_(); }); }
ST_API int32_t st_acos_(Handle self) { return done([&] { self->acos_(); }); }
ST_API int32_t st_atan_(Handle self) { return done([&] { self->atan_(); }); }
ST_API int32_t st_gelu_(Handle self) { return done([&] { self->copy_(at::gelu(*self)); }); }
ST_API int32_t st_zero_(Handle self) { return done([&] { self->zero_(); }); }
ST_API int32_t st_fill_(Handle self, Number value) { return done([&] { self->fill_(value.scalar()); }); }
