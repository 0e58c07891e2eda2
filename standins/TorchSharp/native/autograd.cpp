// Gradients: what wants them, how they are computed, and the thread's grad mode.
#include "standin.h"

#include <torch/csrc/autograd/autograd.h>

ST_API bool st_requires_grad(Handle self) { return self->requires_grad(); }
ST_API bool st_is_leaf(Handle self) { return self->is_leaf(); }

ST_API int32_t st_set_requires_grad(Handle self, bool requires_grad) {
    return done([&] { self->set_requires_grad(requires_grad); });
}

ST_API int32_t st_retain_grad(Handle self) {
    return done([&] { self->retain_grad(); });
}

// The gradient, or an undefined tensor as null with status 0.
ST_API int32_t st_grad(Handle self, Handle* grad) {
    return done([&] {
        const auto& found = self->grad();
        *grad = found.defined() ? new at::Tensor(found) : nullptr;
    });
}

ST_API int32_t st_set_grad(Handle self, Handle grad) {
    return done([&] {
        if (!grad) {
            self->mutable_grad() = at::Tensor();
            return;
        }
        TORCH_CHECK(self->sizes() == grad->sizes(), "assigned grad has data of a different size: the tensor is ",
                    self->sizes(), ", the grad ", grad->sizes());
        TORCH_CHECK(self->device() == grad->device(), "assigned grad has data located on a different device");
        TORCH_CHECK(self->scalar_type() == grad->scalar_type(), "assigned grad has data of a different type");
        self->mutable_grad() = *grad;
    });
}

ST_API Handle st_detach(Handle self) { return made([&] { return self->detach(); }); }

ST_API int32_t st_detach_(Handle self) {
    return done([&] { self->detach_(); });
}

ST_API int32_t st_backward(ST_TENSORS(tensors), ST_TENSORS(grads), bool retain, bool create_graph,
                           ST_TENSORS(inputs)) {
    return done([&] {
        torch::autograd::backward(ST_TENSOR_LIST(tensors), ST_TENSOR_LIST(grads), retain, create_graph,
                                  ST_TENSOR_LIST(inputs));
    });
}

ST_API int32_t st_grads(ST_TENSORS(outputs), ST_TENSORS(inputs), ST_TENSORS(grads), bool retain, bool create_graph,
                        bool allow_unused, Handle* room) {
    return done([&] {
        auto found = torch::autograd::grad(ST_TENSOR_LIST(outputs), ST_TENSOR_LIST(inputs), ST_TENSOR_LIST(grads),
                                           retain, create_graph, allow_unused);
        for (size_t place = 0; place < found.size(); place++)
            room[place] = found[place].defined() ? new at::Tensor(found[place]) : nullptr;
    });
}

ST_API bool st_grad_enabled() { return at::GradMode::is_enabled(); }
ST_API void st_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }
ST_API bool st_inference_enabled() { return c10::InferenceMode::is_enabled(); }
ST_API void* st_inference_begin(bool enabled) { return new c10::InferenceMode(enabled); }
ST_API void st_inference_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
