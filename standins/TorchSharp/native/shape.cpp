// The same elements in another shape or order, and tensors put together or taken apart.
#include "standin.h"

ST_API Handle st_view(Handle self, ST_LONGS(shape)) { return made([&] { return self->view(ST_LIST(shape)); }); }
ST_API Handle st_reshape(Handle self, ST_LONGS(shape)) { return made([&] { return self->reshape(ST_LIST(shape)); }); }
ST_API Handle st_permute(Handle self, ST_LONGS(order)) { return made([&] { return self->permute(ST_LIST(order)); }); }
ST_API Handle st_repeat(Handle self, ST_LONGS(sizes)) { return made([&] { return self->repeat(ST_LIST(sizes)); }); }
ST_API Handle st_flip(Handle self, ST_LONGS(dims)) { return made([&] { return self->flip(ST_LIST(dims)); }); }
ST_API Handle st_t(Handle self) { return made([&] { return self->t(); }); }
ST_API Handle st_unsqueeze(Handle self, int64_t dim) { return made([&] { return self->unsqueeze(dim); }); }
ST_API int32_t st_unsqueeze_(Handle self, int64_t dim) { return done([&] { self->unsqueeze_(dim); }); }
ST_API Handle st_squeeze(Handle self) { return made([&] { return self->squeeze(); }); }
ST_API Handle st_squeeze_dim(Handle self, int64_t dim) { return made([&] { return self->squeeze(dim); }); }
ST_API int32_t st_squeeze_(Handle self) { return done([&] { self->squeeze_(); }); }
ST_API int32_t st_squeeze_dim_(Handle self, int64_t dim) { return done([&] { self->squeeze_(dim); }); }
ST_API Handle st_triu(Handle self, int64_t diagonal) { return made([&] { return self->triu(diagonal); }); }
ST_API Handle st_tril(Handle self, int64_t diagonal) { return made([&] { return self->tril(diagonal); }); }
ST_API int32_t st_triu_(Handle self, int64_t diagonal) { return done([&] { self->triu_(diagonal); }); }
ST_API int32_t st_tril_(Handle self, int64_t diagonal) { return done([&] { self->tril_(diagonal); }); }

ST_API Handle st_flatten(Handle self, int64_t start, int64_t end) {
    return made([&] { return self->flatten(start, end); });
}

ST_API Handle st_unflatten(Handle self, int64_t dim, ST_LONGS(sizes)) {
    return made([&] { return self->unflatten(dim, ST_LIST(sizes)); });
}

ST_API Handle st_transpose(Handle self, int64_t first, int64_t second) {
    return made([&] { return self->transpose(first, second); });
}

ST_API int32_t st_transpose_(Handle self, int64_t first, int64_t second) {
    return done([&] { self->transpose_(first, second); });
}

ST_API Handle st_expand(Handle self, ST_LONGS(sizes), bool implicit) {
    return made([&] { return self->expand(ST_LIST(sizes), implicit); });
}

ST_API Handle st_as_strided(Handle self, ST_LONGS(sizes), ST_LONGS(strides), int64_t offset) {
    return made([&] { return self->as_strided(ST_LIST(sizes), ST_LIST(strides), offset); });
}

ST_API Handle st_narrow(Handle self, int64_t dim, int64_t start, int64_t length) {
    return made([&] { return self->narrow(dim, start, length); });
}

ST_API Handle st_slice(Handle self, int64_t dim, int64_t start, int64_t finish, int64_t step) {
    return made([&] { return self->slice(dim, start, finish, step); });
}

ST_API Handle st_select(Handle self, int64_t dim, int64_t place) {
    return made([&] { return self->select(dim, place); });
}

ST_API Handle st_diagonal(Handle self, int64_t offset, int64_t first, int64_t second) {
    return made([&] { return self->diagonal(offset, first, second); });
}

ST_API Handle st_roll(Handle self, ST_LONGS(shifts), ST_LONGS(dims)) {
    return made([&] { return self->roll(ST_LIST(shifts), ST_LIST(dims)); });
}

ST_API Handle st_repeat_interleave(Handle self, int64_t repeats, const int64_t* dim, const int64_t* output_size) {
    return made([&] {
        auto along = dim ? Maybe<int64_t>(*dim) : Maybe<int64_t>();
        auto size = output_size ? Maybe<int64_t>(*output_size) : Maybe<int64_t>();
        return self->repeat_interleave(repeats, along, size);
    });
}

ST_API Handle st_repeat_interleave_tensor(Handle self, Handle repeats, const int64_t* dim,
                                          const int64_t* output_size) {
    return made([&] {
        auto along = dim ? Maybe<int64_t>(*dim) : Maybe<int64_t>();
        auto size = output_size ? Maybe<int64_t>(*output_size) : Maybe<int64_t>();
        return self->repeat_interleave(*repeats, along, size);
    });
}

ST_API int64_t st_split(Handle self, int64_t size, int64_t dim, Handle* room, int64_t capacity) {
    return many(room, capacity, [&] { return self->split(size, dim); });
}

ST_API int64_t st_split_sizes(Handle self, ST_LONGS(sizes), int64_t dim, Handle* room, int64_t capacity) {
    return many(room, capacity, [&] { return self->split_with_sizes(ST_LIST(sizes), dim); });
}

ST_API int64_t st_chunk(Handle self, int64_t chunks, int64_t dim, Handle* room, int64_t capacity) {
    return many(room, capacity, [&] { return self->chunk(chunks, dim); });
}

ST_API int64_t st_unbind(Handle self, int64_t dim, Handle* room, int64_t capacity) {
    return many(room, capacity, [&] { return self->unbind(dim); });
}

ST_API Handle st_cat(ST_TENSORS(tensors), int64_t dim) {
    return made([&] { return at::cat(ST_TENSOR_LIST(tensors), dim); });
}

ST_API Handle st_stack(ST_TENSORS(tensors), int64_t dim) {
    return made([&] { return at::stack(ST_TENSOR_LIST(tensors), dim); });
}
