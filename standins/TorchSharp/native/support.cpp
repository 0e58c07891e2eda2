#include "standin.h"

#include <cstring>

namespace {
thread_local std::string last_error;
}

void remember(const char* message) { last_error = message; }

ST_API const char* st_last_error() { return last_error.c_str(); }

ST_API const char* st_torch_version() { return TORCH_VERSION; }

at::Scalar Number::scalar() const {
    if (kind == REAL) {
        double real;
        std::memcpy(&real, &bits, sizeof real);
        return real;
    }
    if (kind == BOOLEAN)
        return bits != 0;
    return bits;
}

Maybe<at::Scalar> Number::maybe() const {
    return kind == ABSENT ? Maybe<at::Scalar>() : Maybe<at::Scalar>(scalar());
}

std::vector<at::Tensor> tensor_list(const Handle* handles, int64_t length) {
    std::vector<at::Tensor> list;
    list.reserve(length);
    for (int64_t place = 0; place < length; place++)
        list.push_back(handles[place] ? *handles[place] : at::Tensor());
    return list;
}

at::OptionalIntArrayRef list_or_none(const int64_t* values, int64_t length) {
    if (length < 0)
        return at::OptionalIntArrayRef();
    return at::IntArrayRef(values, static_cast<size_t>(length));
}

Maybe<at::ScalarType> type_or_none(int8_t type) {
    return type == NO_TYPE ? Maybe<at::ScalarType>() : Maybe<at::ScalarType>(static_cast<at::ScalarType>(type));
}

Maybe<at::Tensor> tensor_or_none(Handle tensor) {
    return tensor ? Maybe<at::Tensor>(*tensor) : Maybe<at::Tensor>();
}

Maybe<at::Generator> generator_or_none(GeneratorHandle generator) {
    return generator ? Maybe<at::Generator>(*generator) : Maybe<at::Generator>();
}

at::Device device_of(int32_t type, int32_t index) {
    return {static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index)};
}

at::TensorOptions options_of(int8_t type, int32_t device_type, int32_t device_index, bool requires_grad) {
    auto options = at::TensorOptions().device(device_of(device_type, device_index)).requires_grad(requires_grad);
    return type == NO_TYPE ? options : options.dtype(static_cast<at::ScalarType>(type));
}
