// Sums, products, powers, bounds and the fused forms of them.
#include "standin.h"

ST_API Handle st_add(Handle self, Handle other, Number alpha) {
    return made([&] { return self->add(*other, alpha.scalar()); });
}

ST_API Handle st_add_scalar(Handle self, Number other, Number alpha) {
    return made([&] { return self->add(other.scalar(), alpha.scalar()); });
}

ST_API int32_t st_add_(Handle self, Handle other, Number alpha) {
    return done([&] { self->add_(*other, alpha.scalar()); });
}

ST_API int32_t st_add_scalar_(Handle self, Number other, Number alpha) {
    return done([&] { self->add_(other.scalar(), alpha.scalar()); });
}

ST_API Handle st_sub(Handle self, Handle other) { return made([&] { return self->sub(*other); }); }
ST_API Handle st_sub_scalar(Handle self, Number other) { return made([&] { return self->sub(other.scalar()); }); }
ST_API int32_t st_sub_(Handle self, Handle other) { return done([&] { self->sub_(*other); }); }
ST_API int32_t st_sub_scalar_(Handle self, Number other) { return done([&] { self->sub_(other.scalar()); }); }

// other - self
ST_API Handle st_rsub_scalar(Handle self, Number other) {
    return made([&] { return at::rsub(*self, other.scalar()); });
}

ST_API Handle st_mul(Handle self, Handle other) { return made([&] { return self->mul(*other); }); }
ST_API Handle st_mul_scalar(Handle self, Number other) { return made([&] { return self->mul(other.scalar()); }); }
ST_API int32_t st_mul_(Handle self, Handle other) { return done([&] { self->mul_(*other); }); }
ST_API int32_t st_mul_scalar_(Handle self, Number other) { return done([&] { self->mul_(other.scalar()); }); }

namespace {
// The order is that of the managed enum RoundingMode.
template <typename Divisor> at::Tensor divided(const at::Tensor& self, const Divisor& divisor, int32_t rounding) {
    if (rounding == 0)
        return self.div(divisor);
    return self.div(divisor, rounding == 1 ? "trunc" : "floor");
}

template <typename Divisor> void divide(at::Tensor& self, const Divisor& divisor, int32_t rounding) {
    if (rounding == 0)
        self.div_(divisor);
    else
        self.div_(divisor, rounding == 1 ? "trunc" : "floor");
}
}

ST_API Handle st_div(Handle self, Handle other, int32_t rounding) {
    return made([&] { return divided(*self, *other, rounding); });
}

ST_API Handle st_div_scalar(Handle self, Number other, int32_t rounding) {
    return made([&] { return divided(*self, other.scalar(), rounding); });
}

ST_API int32_t st_div_(Handle self, Handle other, int32_t rounding) {
    return done([&] { divide(*self, *other, rounding); });
}

ST_API int32_t st_div_scalar_(Handle self, Number other, int32_t rounding) {
    return done([&] { divide(*self, other.scalar(), rounding); });
}

ST_API Handle st_remainder(Handle self, Handle other) { return made([&] { return self->remainder(*other); }); }

ST_API Handle st_remainder_scalar(Handle self, Number other) {
    return made([&] { return self->remainder(other.scalar()); });
}

ST_API int32_t st_remainder_(Handle self, Handle other) { return done([&] { self->remainder_(*other); }); }

ST_API int32_t st_remainder_scalar_(Handle self, Number other) {
    return done([&] { self->remainder_(other.scalar()); });
}

ST_API Handle st_pow(Handle self, Handle exponent) { return made([&] { return self->pow(*exponent); }); }

ST_API Handle st_pow_scalar(Handle self, Number exponent) {
    return made([&] { return self->pow(exponent.scalar()); });
}

ST_API int32_t st_pow_(Handle self, Handle exponent) { return done([&] { self->pow_(*exponent); }); }

ST_API int32_t st_pow_scalar_(Handle self, Number exponent) {
    return done([&] { self->pow_(exponent.scalar()); });
}

ST_API Handle st_clamp(Handle self, Number minimum, Number maximum) {
    return made([&] { return self->clamp(minimum.maybe(), maximum.maybe()); });
}

ST_API Handle st_clamp_tensor(Handle self, Handle minimum, Handle maximum) {
    return made([&] { return self->clamp(tensor_or_none(minimum), tensor_or_none(maximum)); });
}

ST_API int32_t st_clamp_(Handle self, Number minimum, Number maximum) {
    return done([&] { self->clamp_(minimum.maybe(), maximum.maybe()); });
}

ST_API int32_t st_clamp_tensor_(Handle self, Handle minimum, Handle maximum) {
    return done([&] { self->clamp_(tensor_or_none(minimum), tensor_or_none(maximum)); });
}

ST_API Handle st_addcmul(Handle self, Handle first, Handle second, Number value) {
    return made([&] { return self->addcmul(*first, *second, value.scalar()); });
}

ST_API int32_t st_addcmul_(Handle self, Handle first, Handle second, Number value) {
    return done([&] { self->addcmul_(*first, *second, value.scalar()); });
}

ST_API Handle st_addcdiv(Handle self, Handle first, Handle second, Number value) {
    return made([&] { return self->addcdiv(*first, *second, value.scalar()); });
}

ST_API int32_t st_addcdiv_(Handle self, Handle first, Handle second, Number value) {
    return done([&] { self->addcdiv_(*first, *second, value.scalar()); });
}

ST_API Handle st_lerp(Handle self, Handle end, Handle weight) {
    return made([&] { return self->lerp(*end, *weight); });
}

ST_API int32_t st_lerp_(Handle self, Handle end, Handle weight) {
    return done([&] { self->lerp_(*end, *weight); });
}
