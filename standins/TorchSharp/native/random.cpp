// Random numbers and their generators.
#include "standin.h"

#include <ATen/CPUGeneratorImpl.h>

#define ST_OPTIONS int8_t type, int32_t device, int32_t index, bool requires_grad
#define ST_OPTIONS_GIVEN options_of(type, device, index, requires_grad)

ST_API GeneratorHandle st_generator(uint64_t seed) {
    return guarded([&]() -> GeneratorHandle { return new at::Generator(at::detail::createCPUGenerator(seed)); },
                   nullptr);
}

ST_API GeneratorHandle st_default_generator() {
    return guarded([]() -> GeneratorHandle { return new at::Generator(at::detail::getDefaultCPUGenerator()); },
                   nullptr);
}

ST_API void st_generator_dispose(GeneratorHandle self) { delete self; }

ST_API int32_t st_generator_seed(GeneratorHandle self, uint64_t seed) {
    return done([&] { self->set_current_seed(seed); });
}

ST_API int64_t st_generator_initial_seed(GeneratorHandle self) {
    return guarded([&] { return static_cast<int64_t>(self->current_seed()); }, int64_t{-1});
}

ST_API int64_t st_generator_new_seed(GeneratorHandle self) {
    return guarded([&] { return static_cast<int64_t>(self->seed()); }, int64_t{-1});
}

ST_API Handle st_generator_state(GeneratorHandle self) {
    return made([&] { return self->get_state(); });
}

ST_API int32_t st_generator_set_state(GeneratorHandle self, Handle state) {
    return done([&] { self->set_state(*state); });
}

ST_API int32_t st_manual_seed(uint64_t seed) {
    return done([&] { torch::manual_seed(seed); });
}

ST_API Handle st_rand(ST_LONGS(size), GeneratorHandle generator, ST_OPTIONS) {
    return made([&] { return torch::rand(ST_LIST(size), generator_or_none(generator), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_randn(ST_LONGS(size), GeneratorHandle generator, ST_OPTIONS) {
    return made([&] { return torch::randn(ST_LIST(size), generator_or_none(generator), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_randint(int64_t low, int64_t high, ST_LONGS(size), GeneratorHandle generator, ST_OPTIONS) {
    return made([&] {
        return torch::randint(low, high, ST_LIST(size), generator_or_none(generator), ST_OPTIONS_GIVEN);
    });
}

ST_API Handle st_randperm(int64_t count, GeneratorHandle generator, ST_OPTIONS) {
    return made([&] { return torch::randperm(count, generator_or_none(generator), ST_OPTIONS_GIVEN); });
}

ST_API Handle st_rand_like(Handle self, ST_OPTIONS) {
    return made([&] { return torch::rand_like(*self, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_randn_like(Handle self, ST_OPTIONS) {
    return made([&] { return torch::randn_like(*self, ST_OPTIONS_GIVEN); });
}

ST_API Handle st_normal(Handle mean, Handle std, GeneratorHandle generator) {
    return made([&] { return at::normal(*mean, *std, generator_or_none(generator)); });
}

ST_API Handle st_bernoulli(Handle self, GeneratorHandle generator) {
    return made([&] { return self->bernoulli(generator_or_none(generator)); });
}

ST_API Handle st_multinomial(Handle self, int64_t count, bool replacement, GeneratorHandle generator) {
    return made([&] { return self->multinomial(count, replacement, generator_or_none(generator)); });
}

ST_API int32_t st_bernoulli_(Handle self, double p, GeneratorHandle generator) {
    return done([&] { self->bernoulli_(p, generator_or_none(generator)); });
}

ST_API int32_t st_bernoulli_tensor_(Handle self, Handle p, GeneratorHandle generator) {
    return done([&] { self->bernoulli_(*p, generator_or_none(generator)); });
}

ST_API int32_t st_exponential_(Handle self, double lambda, GeneratorHandle generator) {
    return done([&] { self->exponential_(lambda, generator_or_none(generator)); });
}

ST_API int32_t st_normal_(Handle self, double mean, double std, GeneratorHandle generator) {
    return done([&] { self->normal_(mean, std, generator_or_none(generator)); });
}

ST_API int32_t st_uniform_(Handle self, double from, double to, GeneratorHandle generator) {
    return done([&] { self->uniform_(from, to, generator_or_none(generator)); });
}

ST_API int32_t st_random_(Handle self, double from, double to, GeneratorHandle generator) {
    return done([&] {
        self->random_(static_cast<int64_t>(from), static_cast<int64_t>(to), generator_or_none(generator));
    });
}
