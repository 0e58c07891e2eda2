using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Random elements; without a generator, from the process-wide one.
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => st_bernoulli(this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            st_multinomial(this, num_samples, replacement, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Done(st_bernoulli_(this, p, generator));

        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            Done(st_bernoulli_tensor_(this, p, generator));

        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) =>
            Done(st_exponential_(this, lambda, generator));

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Done(st_normal_(this, mean, std, generator));

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Done(st_uniform_(this, from, to, generator));

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Done(st_random_(this, from, to, generator));

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var place = InitializeDevice(device ?? this.device);
            return st_rand_like(this, (sbyte)(dtype ?? this.dtype), (int)place.type, place.index, requires_grad);
        }

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        {
            var place = InitializeDevice(device ?? this.device);
            return st_randn_like(this, (sbyte)(dtype ?? this.dtype), (int)place.type, place.index, requires_grad);
        }
    }
}
