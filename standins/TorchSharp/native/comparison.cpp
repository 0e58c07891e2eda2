// Comparisons and logic.
#include "standin.h"

ST_API Handle st_eq(Handle self, Handle other) { return made([&] { return self->eq(*other); }); }
ST_API Handle st_eq_scalar(Handle self, Number other) { return made([&] { return self->eq(other.scalar()); }); }
ST_API Handle st_ne(Handle self, Handle other) { return made([&] { return self->ne(*other); }); }
ST_API Handle st_ne_scalar(Handle self, Number other) { return made([&] { return self->ne(other.scalar()); }); }
ST_API Handle st_lt(Handle self, Handle other) { return made([&] { return self->lt(*other); }); }
ST_API Handle st_lt_scalar(Handle self, Number other) { return made([&] { return self->lt(other.scalar()); }); }
ST_API Handle st_le(Handle self, Handle other) { return made([&] { return self->le(*other); }); }
ST_API Handle st_le_scalar(Handle self, Number other) { return made([&] { return self->le(other.scalar()); }); }
ST_API Handle st_gt(Handle self, Handle other) { return made([&] { return self->gt(*other); }); }
ST_API Handle st_gt_scalar(Handle self, Number other) { return made([&] { return self->gt(other.scalar()); }); }
ST_API Handle st_ge(Handle self, Handle other) { return made([&] { return self->ge(*other); }); }
ST_API Handle st_ge_scalar(Handle self, Number other) { return made([&] { return self->ge(other.scalar()); }); }

ST_API int32_t st_eq_(Handle self, Handle other) { return done([&] { self->eq_(*other); }); }
ST_API int32_t st_eq_scalar_(Handle self, Number other) { return done([&] { self->eq_(other.scalar()); }); }
ST_API int32_t st_ne_(Handle self, Handle other) { return done([&] { self->ne_(*other); }); }
ST_API int32_t st_ne_scalar_(Handle self, Number other) { return done([&] { self->ne_(other.scalar()); }); }
ST_API int32_t st_lt_(Handle self, Handle other) { return done([&] { self->lt_(*other); }); }
ST_API int32_t st_lt_scalar_(Handle self, Number other) { return done([&] { self->lt_(other.scalar()); }); }
ST_API int32_t st_le_(Handle self, Handle other) { return done([&] { self->le_(*other); }); }
ST_API int32_t st_le_scalar_(Handle self, Number other) { return done([&] { self->le_(other.scalar()); }); }
ST_API int32_t st_gt_(Handle self, Handle other) { return done([&] { self->gt_(*other); }); }
ST_API int32_t st_gt_scalar_(Handle self, Number other) { return done([&] { self->gt_(other.scalar()); }); }
ST_API int32_t st_ge_(Handle self, Handle other) { return done([&] { self->ge_(*other); }); }
ST_API int32_t st_ge_scalar_(Handle self, Number other) { return done([&] { self->ge_(other.scalar()); }); }

ST_API Handle st_logical_and(Handle self, Handle other) {
    return made([&] { return self->logical_and(*other); });
}

ST_API int32_t st_logical_and_(Handle self, Handle other) {
    return done([&] { self->logical_and_(*other); });
}

ST_API Handle st_logical_or(Handle self, Handle other) {
    return made([&] { return self->logical_or(*other); });
}

ST_API int32_t st_logical_or_(Handle self, Handle other) {
    return done([&] { self->logical_or_(*other); });
}

ST_API Handle st_logical_xor(Handle self, Handle other) {
    return made([&] { return self->logical_xor(*other); });
}

ST_API int32_t st_logical_xor_(Handle self, Handle other) {
    return done([&] { self->logical_xor_(*other); });
}

ST_API Handle st_bitwise_and(Handle self, Handle other) {
    return made([&] { return self->bitwise_and(*other); });
}

ST_API int32_t st_bitwise_and_(Handle self, Handle other) {
    return done([&] { self->bitwise_and_(*other); });
}

ST_API Handle st_bitwise_or(Handle self, Handle other) {
    return made([&] { return self->bitwise_or(*other); });
}

ST_API int32_t st_bitwise_or_(Handle self, Handle other) {
    return done([&] { self->bitwise_or_(*other); });
}

ST_API Handle st_bitwise_xor(Handle self, Handle other) {
    return made([&] { return self->bitwise_xor(*other); });
}

ST_API int32_t st_bitwise_xor_(Handle self, Handle other) {
    return done([&] { self->bitwise_xor_(*other); });
}

ST_API Handle st_bitwise_left_shift(Handle self, Handle other) {
    return made([&] { return self->bitwise_left_shift(*other); });
}

ST_API int32_t st_bitwise_left_shift_(Handle self, Handle other) {
    return done([&] { self->bitwise_left_shift_(*other); });
}

ST_API Handle st_bitwise_right_shift(Handle self, Handle other) {
    return made([&] { return self->bitwise_right_shift(*other); });
}

ST_API int32_t st_bitwise_right_shift_(Handle self, Handle other) {
    return done([&] { self->bitwise_right_shift_(*other); });
}

ST_API Handle st_maximum(Handle self, Handle other) { return made([&] { return self->maximum(*other); }); }
ST_API Handle st_minimum(Handle self, Handle other) { return made([&] { return self->minimum(*other); }); }

ST_API int32_t st_equal(Handle self, Handle other, bool* same) {
    return done([&] { *same = self->equal(*other); });
}

ST_API int32_t st_allclose(Handle self, Handle other, double relative, double absolute, bool equal_nan, bool* close) {
    return done([&] { *close = self->allclose(*other, relative, absolute, equal_nan); });
}

ST_API Handle st_isclose(Handle self, Handle other, double relative, double absolute, bool equal_nan) {
    return made([&] { return self->isclose(*other, relative, absolute, equal_nan); });
}
