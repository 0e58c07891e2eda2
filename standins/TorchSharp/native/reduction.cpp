// Many elements to few: sums, means, extremes, orders, normalisations along a dimension.
#include "standin.h"

#define ST_ALONG ST_LONGS(dims), bool keepdim

ST_API Handle st_sum(Handle self, int8_t type) {
    return made([&] { return self->sum(type_or_none(type)); });
}

ST_API Handle st_sum_dims(Handle self, ST_ALONG, int8_t type) {
    return made([&] { return self->sum(ST_LIST(dims), keepdim, type_or_none(type)); });
}

ST_API Handle st_mean(Handle self) {
    return made([&] { return self->mean(); });
}

ST_API Handle st_mean_dims(Handle self, ST_ALONG, int8_t type) {
    return made([&] { return self->mean(ST_LIST(dims), keepdim, type_or_none(type)); });
}

ST_API Handle st_std(Handle self, bool unbiased) {
    return made([&] { return self->std(unbiased); });
}

ST_API Handle st_prod(Handle self, int8_t type) {
    return made([&] { return self->prod(type_or_none(type)); });
}

ST_API Handle st_prod_dim(Handle self, int64_t dim, bool keepdim, int8_t type) {
    return made([&] { return self->prod(dim, keepdim, type_or_none(type)); });
}

ST_API Handle st_norm(Handle self, float p) {
    return made([&] { return self->norm(p); });
}

ST_API Handle st_norm_dim(Handle self, int64_t dim, bool keepdim, float p) {
    return made([&] { return self->norm(p, dim, keepdim); });
}

ST_API Handle st_max(Handle self) { return made([&] { return self->max(); }); }
ST_API Handle st_min(Handle self) { return made([&] { return self->min(); }); }

ST_API int32_t st_max_dim(Handle self, int64_t dim, bool keepdim, Handle* values, Handle* indices) {
    return pair(values, indices, [&] { return self->max(dim, keepdim); });
}

ST_API int32_t st_min_dim(Handle self, int64_t dim, bool keepdim, Handle* values, Handle* indices) {
    return pair(values, indices, [&] { return self->min(dim, keepdim); });
}

ST_API Handle st_amax(Handle self, ST_ALONG) {
    return made([&] { return self->amax(ST_LIST(dims), keepdim); });
}

ST_API Handle st_amin(Handle self, ST_ALONG) {
    return made([&] { return self->amin(ST_LIST(dims), keepdim); });
}

ST_API Handle st_argmax(Handle self) { return made([&] { return self->argmax(); }); }
ST_API Handle st_argmin(Handle self) { return made([&] { return self->argmin(); }); }

ST_API Handle st_argmax_dim(Handle self, int64_t dim, bool keepdim) {
    return made([&] { return self->argmax(dim, keepdim); });
}

ST_API Handle st_argmin_dim(Handle self, int64_t dim, bool keepdim) {
    return made([&] { return self->argmin(dim, keepdim); });
}

ST_API Handle st_any(Handle self) { return made([&] { return self->any(); }); }
ST_API Handle st_all(Handle self) { return made([&] { return self->all(); }); }

ST_API Handle st_any_dim(Handle self, int64_t dim, bool keepdim) {
    return made([&] { return self->any(dim, keepdim); });
}

ST_API Handle st_all_dim(Handle self, int64_t dim, bool keepdim) {
    return made([&] { return self->all(dim, keepdim); });
}

ST_API int32_t st_topk(Handle self, int64_t k, int64_t dim, bool largest, bool sorted, Handle* values,
                       Handle* indices) {
    return pair(values, indices, [&] { return self->topk(k, dim, largest, sorted); });
}

ST_API int32_t st_sort(Handle self, int64_t dim, bool descending, bool stable, Handle* values, Handle* indices) {
    return pair(values, indices, [&] { return self->sort(Maybe<bool>(stable), dim, descending); });
}

ST_API Handle st_argsort(Handle self, int64_t dim, bool descending) {
    return made([&] { return self->argsort(dim, descending); });
}

ST_API Handle st_cumsum(Handle self, int64_t dim, int8_t type) {
    return made([&] { return self->cumsum(dim, type_or_none(type)); });
}

ST_API Handle st_cumprod(Handle self, int64_t dim, int8_t type) {
    return made([&] { return self->cumprod(dim, type_or_none(type)); });
}

ST_API Handle st_logsumexp(Handle self, int64_t dim, bool keepdim) {
    return made([&] { return self->logsumexp(dim, keepdim); });
}

ST_API Handle st_softmax(Handle self, int64_t dim, int8_t type) {
    return made([&] { return self->softmax(dim, type_or_none(type)); });
}

ST_API Handle st_log_softmax(Handle self, int64_t dim, int8_t type) {
    return made([&] { return self->log_softmax(dim, type_or_none(type)); });
}

ST_API Handle st_median(Handle self) { return made([&] { return self->median(); }); }

ST_API Handle st_count_nonzero(Handle self, ST_LONGS(dims)) {
    return made([&] { return dims_length < 0 ? self->count_nonzero() : self->count_nonzero(ST_LIST(dims)); });
}

ST_API Handle st_bincount(Handle self, Handle weights, int64_t minlength) {
    return made([&] { return self->bincount(tensor_or_none(weights), minlength); });
}
