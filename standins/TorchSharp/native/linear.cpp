// Products of matrices, and their decompositions.
#include "standin.h"

ST_API Handle st_matmul(Handle self, Handle other) { return made([&] { return self->matmul(*other); }); }
ST_API Handle st_mm(Handle self, Handle other) { return made([&] { return self->mm(*other); }); }
ST_API Handle st_bmm(Handle self, Handle other) { return made([&] { return self->bmm(*other); }); }
ST_API Handle st_mv(Handle self, Handle vector) { return made([&] { return self->mv(*vector); }); }
ST_API Handle st_dot(Handle self, Handle other) { return made([&] { return self->dot(*other); }); }
ST_API Handle st_outer(Handle self, Handle other) { return made([&] { return self->outer(*other); }); }

ST_API Handle st_addmm(Handle self, Handle first, Handle second, float beta, float alpha) {
    return made([&] { return self->addmm(*first, *second, beta, alpha); });
}

ST_API int32_t st_addmm_(Handle self, Handle first, Handle second, float beta, float alpha) {
    return done([&] { self->addmm_(*first, *second, beta, alpha); });
}

ST_API Handle st_addbmm(Handle self, Handle first, Handle second, float beta, float alpha) {
    return made([&] { return self->addbmm(*first, *second, beta, alpha); });
}

ST_API int32_t st_addbmm_(Handle self, Handle first, Handle second, float beta, float alpha) {
    return done([&] { self->addbmm_(*first, *second, beta, alpha); });
}


ST_API Handle st_addmv(Handle self, Handle matrix, Handle vector, float beta, float alpha) {
    return made([&] { return self->addmv(*matrix, *vector, beta, alpha); });
}

ST_API int32_t st_addmv_(Handle self, Handle matrix, Handle vector, float beta, float alpha) {
    return done([&] { self->addmv_(*matrix, *vector, beta, alpha); });
}

ST_API Handle st_einsum(const char* equation, ST_TENSORS(tensors)) {
    return made([&] { return at::einsum(equation, ST_TENSOR_LIST(tensors)); });
}

ST_API int32_t st_svd(Handle self, bool full, Handle* u, Handle* s, Handle* vh) {
    return done([&] {
        auto parts = at::linalg_svd(*self, full);
        *u = new at::Tensor(std::get<0>(parts));
        *s = new at::Tensor(std::get<1>(parts));
        *vh = new at::Tensor(std::get<2>(parts));
    });
}

ST_API int32_t st_eigh(Handle self, uint8_t triangle, Handle* values, Handle* vectors) {
    return pair(values, vectors, [&] {
        const char name[] = {static_cast<char>(triangle), 0};
        return at::linalg_eigh(*self, name);
    });
}

// The order of the modes is that of the managed enum QRMode.
ST_API int32_t st_qr(Handle self, int32_t mode, Handle* q, Handle* r) {
    return pair(q, r, [&] {
        const char* names[] = {"reduced", "complete", "r"};
        return at::linalg_qr(*self, names[mode]);
    });
}

ST_API Handle st_vector_norm(Handle self, double order, ST_LONGS(dims), bool keepdim) {
    return made([&] { return at::linalg_vector_norm(*self, order, list_or_none(dims, dims_length), keepdim); });
}
