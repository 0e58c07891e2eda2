// What a tensor is: its life, shape, type, place and bytes.
#include "standin.h"

#include <cstring>

ST_API void st_dispose(Handle self) { delete self; }
ST_API int64_t st_ndim(Handle self) { return self->dim(); }
ST_API int64_t st_numel(Handle self) { return self->numel(); }
ST_API int64_t st_element_size(Handle self) { return static_cast<int64_t>(self->element_size()); }
ST_API int8_t st_dtype(Handle self) { return static_cast<int8_t>(self->scalar_type()); }
ST_API int32_t st_device_type(Handle self) { return static_cast<int32_t>(self->device().type()); }
ST_API int32_t st_device_index(Handle self) { return self->device().index(); }
ST_API int64_t st_storage_offset(Handle self) { return self->storage_offset(); }
ST_API bool st_is_contiguous(Handle self) { return self->is_contiguous(); }

ST_API int32_t st_size(Handle self, int64_t dim, int64_t* size) {
    return done([&] { *size = self->size(dim); });
}

ST_API void st_sizes(Handle self, int64_t* sizes) {
    auto list = self->sizes();
    std::copy(list.begin(), list.end(), sizes);
}

ST_API void st_strides(Handle self, int64_t* strides) {
    auto list = self->strides();
    std::copy(list.begin(), list.end(), strides);
}

ST_API void* st_data(Handle self) {
    return guarded([&] { return self->data_ptr(); }, nullptr);
}

ST_API int32_t st_is_pinned(Handle self, bool* pinned) {
    return done([&] { *pinned = self->is_pinned(); });
}

ST_API int32_t st_item(Handle self, Number* number) {
    return done([&] {
        auto scalar = self->item();
        auto real = scalar.isFloatingPoint();
        auto value = real ? scalar.toDouble() : 0;
        number->kind = real ? Number::REAL : scalar.isBoolean() ? Number::BOOLEAN : Number::INTEGER;
        if (real)
            std::memcpy(&number->bits, &value, sizeof value);
        else
            number->bits = scalar.toLong();
    });
}

ST_API Handle st_alias(Handle self) { return made([&] { return *self; }); }
ST_API Handle st_clone(Handle self) { return made([&] { return self->clone(); }); }
ST_API Handle st_contiguous(Handle self) { return made([&] { return self->contiguous(); }); }
ST_API Handle st_pin_memory(Handle self) { return made([&] { return self->pin_memory(); }); }

ST_API int32_t st_copy_(Handle self, Handle source, bool non_blocking) {
    return done([&] { self->copy_(*source, non_blocking); });
}

ST_API int32_t st_set_(Handle self, Handle source) {
    return done([&] { self->set_(*source); });
}

ST_API Handle st_to(Handle self, int8_t type, int32_t device, int32_t index, bool copy, bool non_blocking) {
    return made([&] {
        auto wanted = type == NO_TYPE ? self->scalar_type() : static_cast<at::ScalarType>(type);
        return self->to(device_of(device, index), wanted, non_blocking, copy);
    });
}

ST_API Handle st_to_type(Handle self, int8_t type, bool copy, bool non_blocking) {
    return made([&] { return self->to(static_cast<at::ScalarType>(type), non_blocking, copy); });
}
