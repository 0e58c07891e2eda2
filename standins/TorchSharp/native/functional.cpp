// The layers of a network as functions.
#include "standin.h"

#include <cmath>
#include <limits>

ST_API Handle st_linear(Handle input, Handle weight, Handle bias) {
    return made([&] { return at::linear(*input, *weight, tensor_or_none(bias)); });
}

ST_API Handle st_dropout(Handle input, double p, bool training) {
    return made([&] { return at::dropout(*input, p, training); });
}

ST_API int32_t st_dropout_(Handle input, double p, bool training) {
    return done([&] { at::dropout_(*input, p, training); });
}

ST_API Handle st_layer_norm(Handle input, ST_LONGS(shape), Handle weight, Handle bias, double epsilon) {
    return made([&] {
        return at::layer_norm(*input, ST_LIST(shape), tensor_or_none(weight), tensor_or_none(bias), epsilon);
    });
}

ST_API Handle st_one_hot(Handle input, int64_t classes) {
    return made([&] { return at::one_hot(*input, classes); });
}

ST_API Handle st_cross_entropy(Handle input, Handle target, Handle weight, int64_t reduction, int64_t ignore_index,
                               double label_smoothing) {
    return made([&] {
        return at::cross_entropy_loss(*input, *target, tensor_or_none(weight), reduction, ignore_index,
                                      label_smoothing);
    });
}

ST_API Handle st_nll_loss(Handle input, Handle target, Handle weight, int64_t reduction) {
    return made([&] { return at::nll_loss_nd(*input, *target, tensor_or_none(weight), reduction); });
}

ST_API Handle st_mse_loss(Handle input, Handle target, int64_t reduction) {
    return made([&] { return at::mse_loss(*input, *target, reduction); });
}

ST_API Handle st_kl_div(Handle input, Handle target, bool log_target, int64_t reduction) {
    return made([&] { return at::kl_div(*input, *target, reduction, log_target); });
}

ST_API Handle st_pad(Handle input, ST_LONGS(widths), int32_t mode, double value) {
    return made([&] {
        switch (mode) {
        case 1: return at::pad(*input, ST_LIST(widths), "reflect");
        case 2: return at::pad(*input, ST_LIST(widths), "replicate");
        case 3: return at::pad(*input, ST_LIST(widths), "circular");
        default: return at::pad(*input, ST_LIST(widths), "constant", value);
        }
    });
}

#if ST_TORCH_AT_LEAST(2, 0)

ST_API Handle st_attention(Handle query, Handle key, Handle value, Handle mask, double dropout, bool causal) {
    return made([&] {
        return at::scaled_dot_product_attention(*query, *key, *value, tensor_or_none(mask), dropout, causal);
    });
}

#else

namespace {
// What softmax adds to the scores: minus infinity where the mask is false, or the mask itself where it has numbers.
at::Tensor additive(const at::Tensor& mask, const at::Tensor& like) {
    if (mask.scalar_type() != at::kBool)
        return mask;
    auto minus_infinity = -std::numeric_limits<double>::infinity();
    return at::zeros(mask.sizes(), like.options()).masked_fill_(mask.logical_not(), minus_infinity);
}
}

// libtorch before 2.0 has no public operator of this name: softmax(q k^T / sqrt(width) + mask) v, written out.
ST_API Handle st_attention(Handle query, Handle key, Handle value, Handle mask, double dropout, bool causal) {
    return made([&] {
        TORCH_CHECK(!(mask && causal), "scaled_dot_product_attention: explicit attn_mask should not be set when "
                                       "is_causal=True");
        auto scale = 1 / std::sqrt(static_cast<double>(query->size(-1)));
        auto scores = at::matmul(query->mul(scale), key->transpose(-2, -1));
        if (causal) {
            auto seen = at::ones({query->size(-2), key->size(-2)}, query->options().dtype(at::kBool)).tril_();
            scores = scores.add(additive(seen, *query));
        } else if (mask) {
            scores = scores.add(additive(*mask, *query));
        }
        return at::matmul(at::dropout(scores.softmax(-1), dropout, dropout > 0), *value);
    });
}

#endif
