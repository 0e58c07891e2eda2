// The C ABI between the managed stand-in and libtorch.
//
// Every function catches every exception. One that makes a tensor answers null on failure, one that acts answers a
// non-zero status; the message is kept for the calling thread and fetched with st_last_error.
#pragma once

#include <torch/types.h>
#include <torch/version.h>

#include <cstdint>
#include <string>

#define ST_API extern "C" __attribute__((visibility("default")))
#define ST_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

#if ST_TORCH_AT_LEAST(2, 2)
#include <optional>
template <typename T> using Maybe = std::optional<T>;
#else
template <typename T> using Maybe = c10::optional<T>;
#endif

using Handle = at::Tensor*;
using GeneratorHandle = at::Generator*;

// A number on its way into libtorch. The bits are those of the int64 or the double; ABSENT stands for no number.
struct Number {
    enum Kind : int64_t { ABSENT = -1, INTEGER = 0, REAL = 1, BOOLEAN = 2 };
    int64_t kind;
    int64_t bits;

    at::Scalar scalar() const;
    Maybe<at::Scalar> maybe() const;
};

// A list of integers (a shape, some dimensions) and a list of tensors are each a pointer and a length.
#define ST_LONGS(name) const int64_t *name, int64_t name##_length
#define ST_LIST(name) at::IntArrayRef(name, static_cast<size_t>(name##_length))
#define ST_TENSORS(name) const Handle *name, int64_t name##_length
#define ST_TENSOR_LIST(name) tensor_list(name, name##_length)

constexpr int8_t NO_TYPE = -1;

void remember(const char* message);
std::vector<at::Tensor> tensor_list(const Handle* handles, int64_t length);
// No list at all where the length is negative.
at::OptionalIntArrayRef list_or_none(const int64_t* values, int64_t length);
Maybe<at::ScalarType> type_or_none(int8_t type);
Maybe<at::Tensor> tensor_or_none(Handle tensor);
Maybe<at::Generator> generator_or_none(GeneratorHandle generator);
at::Device device_of(int32_t type, int32_t index);
at::TensorOptions options_of(int8_t type, int32_t device_type, int32_t device_index, bool requires_grad);

template <typename Work> auto guarded(Work work, decltype(work()) failed) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& error) {
        remember(error.what());
    } catch (...) {
        remember("libtorch threw something that is not a std::exception");
    }
    return failed;
}

// Runs work and hands its tensor over to the caller.
template <typename Work> Handle made(Work work) {
    return guarded([&]() -> Handle { return new at::Tensor(work()); }, nullptr);
}

// Runs work for what it does to its arguments: 0 when done, 1 on failure.
template <typename Work> int32_t done(Work work) {
    return guarded([&]() -> int32_t { work(); return 0; }, 1);
}

// Runs work that gives several tensors, stores them in the caller's room and answers how many; -1 on failure.
template <typename Work> int64_t many(Handle* room, int64_t capacity, Work work) {
    return guarded([&]() -> int64_t {
        auto tensors = work();
        auto count = static_cast<int64_t>(tensors.size());
        TORCH_CHECK(count <= capacity, "the operation gave ", count, " tensors, room was made for ", capacity);
        for (int64_t place = 0; place < count; place++)
            room[place] = new at::Tensor(std::move(tensors[place]));
        return count;
    }, -1);
}

// Runs work that gives two tensors and stores them in the caller's two places.
template <typename Work> int32_t pair(Handle* first, Handle* second, Work work) {
    return done([&] {
        auto both = work();
        *first = new at::Tensor(std::get<0>(both));
        *second = new at::Tensor(std::get<1>(both));
    });
}
