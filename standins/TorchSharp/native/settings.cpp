// Settings of libtorch in this process, and what CUDA it has.
#include "standin.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>

ST_API int32_t st_num_threads() { return at::get_num_threads(); }
ST_API int32_t st_num_interop_threads() { return at::get_num_interop_threads(); }

ST_API int32_t st_set_num_threads(int32_t count) {
    return done([&] { at::set_num_threads(count); });
}

ST_API int32_t st_set_num_interop_threads(int32_t count) {
    return done([&] { at::set_num_interop_threads(count); });
}

ST_API bool st_cuda_is_available() { return torch::cuda::is_available(); }
ST_API bool st_cudnn_is_available() { return torch::cuda::cudnn_is_available(); }
ST_API int32_t st_cuda_device_count() { return static_cast<int32_t>(torch::cuda::device_count()); }

ST_API int32_t st_cuda_synchronize(int64_t device) {
    return done([&] { torch::cuda::synchronize(device); });
}

ST_API int32_t st_cuda_manual_seed(uint64_t seed) {
    return done([&] { torch::cuda::manual_seed(seed); });
}

ST_API int32_t st_cuda_manual_seed_all(uint64_t seed) {
    return done([&] { torch::cuda::manual_seed_all(seed); });
}

// The order of these is that of the managed enum Setting.
enum Setting : int32_t { CUBLAS_TF32, CUDNN_TF32, HALF_REDUCTION, FLASH_ATTENTION, MATH_ATTENTION };

namespace {
[[maybe_unused]] bool allows(bool option) { return option; }

// Newer versions of libtorch have an enumeration for this, whose first value allows it.
template <typename Option> bool allows(Option option) { return static_cast<int>(option) == 0; }
}

ST_API bool st_setting(int32_t setting) {
    auto& context = at::globalContext();
    switch (setting) {
    case CUBLAS_TF32: return context.allowTF32CuBLAS();
    case CUDNN_TF32: return context.allowTF32CuDNN();
    case HALF_REDUCTION: return allows(context.allowFP16ReductionCuBLAS());
#if ST_TORCH_AT_LEAST(2, 0)
    case FLASH_ATTENTION: return context.userEnabledFlashSDP();
    case MATH_ATTENTION: return context.userEnabledMathSDP();
#endif
    default: return false;
    }
}

ST_API int32_t st_set_setting(int32_t setting, bool on) {
    return done([&] {
        auto& context = at::globalContext();
        switch (setting) {
        case CUBLAS_TF32: context.setAllowTF32CuBLAS(on); break;
        case CUDNN_TF32: context.setAllowTF32CuDNN(on); break;
        case HALF_REDUCTION: context.setAllowFP16ReductionCuBLAS(on); break;
#if ST_TORCH_AT_LEAST(2, 0)
        case FLASH_ATTENTION: context.setSDPUseFlash(on); break;
        case MATH_ATTENTION: context.setSDPUseMath(on); break;
#endif
        default: break;
        }
    });
}
