// Elements read and written by index or by mask.
#include "standin.h"

namespace {
// One index as the managed side writes it; the order of the kinds is that of the managed enum.
struct Index {
    enum Kind : int64_t { NONE, SINGLE, ELLIPSIS, BOOLEAN, TENSOR, SLICE };
    int64_t kind;
    int64_t start; // the value of SINGLE and BOOLEAN
    int64_t stop;
    int64_t step;
    Handle tensor;
};

constexpr int64_t ABSENT = INT64_MIN;

#if ST_TORCH_AT_LEAST(2, 0)
using Place = c10::SymInt;
#else
using Place = int64_t;
#endif

at::indexing::Slice slice_of(const Index& index) {
    auto bound = [](int64_t value) { return value == ABSENT ? Maybe<Place>() : Maybe<Place>(value); };
    return at::indexing::Slice(bound(index.start), bound(index.stop), bound(index.step));
}

at::indexing::TensorIndex torch_index(const Index& index) {
    switch (index.kind) {
    case Index::NONE: return at::indexing::None;
    case Index::SINGLE: return at::indexing::TensorIndex(index.start);
    case Index::ELLIPSIS: return at::indexing::Ellipsis;
    case Index::BOOLEAN: return at::indexing::TensorIndex(index.start != 0);
    case Index::TENSOR: return *index.tensor;
    default: return slice_of(index);
    }
}

std::vector<at::indexing::TensorIndex> torch_indices(const Index* indices, int64_t length) {
    std::vector<at::indexing::TensorIndex> list;
    list.reserve(length);
    for (int64_t place = 0; place < length; place++)
        list.push_back(torch_index(indices[place]));
    return list;
}

c10::List<Maybe<at::Tensor>> places(const Handle* handles, int64_t length) {
    c10::List<Maybe<at::Tensor>> list;
    for (int64_t place = 0; place < length; place++)
        list.push_back(tensor_or_none(handles[place]));
    return list;
}
}

ST_API Handle st_index(Handle self, const Index* indices, int64_t length) {
    return made([&] { return self->index(torch_indices(indices, length)); });
}

ST_API int32_t st_index_put_(Handle self, const Index* indices, int64_t length, Handle value) {
    return done([&] { self->index_put_(torch_indices(indices, length), *value); });
}

ST_API int32_t st_index_put_scalar_(Handle self, const Index* indices, int64_t length, Number value) {
    return done([&] { self->index_put_(torch_indices(indices, length), value.scalar()); });
}

ST_API int32_t st_index_accumulate_(Handle self, ST_TENSORS(indices), Handle value, bool accumulate) {
    return done([&] { self->index_put_(places(indices, indices_length), *value, accumulate); });
}

ST_API Handle st_index_select(Handle self, int64_t dim, Handle index) {
    return made([&] { return self->index_select(dim, *index); });
}

ST_API Handle st_index_copy(Handle self, int64_t dim, Handle index, Handle source) {
    return made([&] { return self->index_copy(dim, *index, *source); });
}

ST_API int32_t st_index_copy_(Handle self, int64_t dim, Handle index, Handle source) {
    return done([&] { self->index_copy_(dim, *index, *source); });
}

ST_API Handle st_index_add(Handle self, int64_t dim, Handle index, Handle source, Number alpha) {
    return made([&] { return self->index_add(dim, *index, *source, alpha.scalar()); });
}

ST_API int32_t st_index_add_(Handle self, int64_t dim, Handle index, Handle source, Number alpha) {
    return done([&] { self->index_add_(dim, *index, *source, alpha.scalar()); });
}

ST_API Handle st_index_fill(Handle self, int64_t dim, Handle index, Number value) {
    return made([&] { return self->index_fill(dim, *index, value.scalar()); });
}

ST_API int32_t st_index_fill_(Handle self, int64_t dim, Handle index, Number value) {
    return done([&] { self->index_fill_(dim, *index, value.scalar()); });
}

ST_API Handle st_gather(Handle self, int64_t dim, Handle index) {
    return made([&] { return self->gather(dim, *index); });
}

ST_API Handle st_scatter(Handle self, int64_t dim, Handle index, Handle source) {
    return made([&] { return self->scatter(dim, *index, *source); });
}

ST_API int32_t st_scatter_(Handle self, int64_t dim, Handle index, Handle source) {
    return done([&] { self->scatter_(dim, *index, *source); });
}

ST_API Handle st_scatter_add(Handle self, int64_t dim, Handle index, Handle source) {
    return made([&] { return self->scatter_add(dim, *index, *source); });
}

ST_API int32_t st_scatter_add_(Handle self, int64_t dim, Handle index, Handle source) {
    return done([&] { self->scatter_add_(dim, *index, *source); });
}

ST_API Handle st_masked_fill(Handle self, Handle mask, Number value) {
    return made([&] { return self->masked_fill(*mask, value.scalar()); });
}

ST_API int32_t st_masked_fill_(Handle self, Handle mask, Number value) {
    return done([&] { self->masked_fill_(*mask, value.scalar()); });
}

ST_API Handle st_masked_select(Handle self, Handle mask) {
    return made([&] { return self->masked_select(*mask); });
}

ST_API Handle st_where(Handle condition, Handle self, Handle other) {
    return made([&] { return at::where(*condition, *self, *other); });
}

ST_API Handle st_nonzero(Handle self) {
    return made([&] { return self->nonzero(); });
}
