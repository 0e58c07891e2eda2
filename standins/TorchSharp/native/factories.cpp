// New tensors.
#include "standin.h"

#define ST_OPTIONS int8_t type, int32_t device, int32_t index, bool requires_grad
#define ST_OPTIONS_GIVEN options_of(type, device, index, requires_grad)

ST_API Handle st_empty(ST_LONGS(size), ST_OPTIONS) {
    return made([&] { return torch::empty(ST_LIST(size), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_zeros(ST_LONGS(size), ST_OPTIONS) {
    return made([&] { return torch::zeros(ST_LIST(size), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_ones(ST_LONGS(size), ST_OPTIONS) {
    return made([&] { return torch::ones(ST_LIST(size), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_full(ST_LONGS(size), Number value, ST_OPTIONS) {
    return made([&] { return torch::full(ST_LIST(size), value.scalar(), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_empty_like(Handle self, ST_OPTIONS) {
    return made([&] { return torch::empty_like(*self, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_zeros_like(Handle self, ST_OPTIONS) {
    return made([&] { return torch::zeros_like(*self, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_ones_like(Handle self, ST_OPTIONS) {
    return made([&] { return torch::ones_like(*self, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_full_like(Handle self, Number value, ST_OPTIONS) {
    return made([&] { return torch::full_like(*self, value.scalar(), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_arange(Number start, Number stop, Number step, ST_OPTIONS) {
    return made([&] { return torch::arange(start.scalar(), stop.scalar(), step.scalar(), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_linspace(double start, double end, int64_t steps, ST_OPTIONS) {
    return made([&] { return torch::linspace(start, end, steps, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_eye(int64_t rows, int64_t columns, ST_OPTIONS) {
    return made([&] { return torch::eye(rows, columns, ST_OPTIONS_GIVEN); });
}

// A tensor over the caller's memory. The deleter is called once with the context when libtorch lets go of it.
ST_API Handle st_from_memory(void* data, ST_LONGS(size), int8_t type, void (*deleter)(void*), void* context) {
    return made([&] {
        auto release = [deleter, context](void*) { deleter(context); };
        return torch::from_blob(data, ST_LIST(size), release, at::dtype(static_cast<at::ScalarType>(type)));
    });
}

ST_API Handle st_copy_from_memory(const void* data, ST_LONGS(size), ST_OPTIONS) {
    return made([&] {
        auto wanted = at::dtype(static_cast<at::ScalarType>(type));
        auto copied = torch::from_blob(const_cast<void*>(data), ST_LIST(size), wanted).clone();
        return copied.to(device_of(device, index)).set_requires_grad(requires_grad);
    });
}

ST_API int8_t st_default_dtype() { return static_cast<int8_t>(c10::typeMetaToScalarType(at::get_default_dtype())); }

ST_API int32_t st_set_default_dtype(int8_t type) {
    return done([&] { at::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(type))); });
}
