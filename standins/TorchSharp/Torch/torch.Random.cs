using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Random numbers beside rand and randn; without a generator, from the process-wide one.

    /// <summary>Seeds the process-wide generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Failure.Check(st_manual_seed((ulong)seed));
        return Generator.Default;
    }

    public static long initial_seed() => WithDefault(generator => generator.initial_seed());

    public static Tensor get_rng_state() => WithDefault(generator => generator.get_state());

    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }

    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size, dtype, device, requires_grad: false, generator, names)
            .mul_(std).add_(mean).requires_grad_(requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        st_normal(mean, std, generator);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    public static Tensor multinomial(
        Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    /// <summary>Whole numbers from low to high, high left out.</summary>
    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        RequireNoNames(names);
        var place = InitializeDevice(device);
        var type = dtype ?? ScalarType.Int64;
        return st_randint(
            low, high, size, size.Length, generator, (sbyte)type, (int)place.type, place.index, requires_grad);
    }

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(low, high, Array.ConvertAll(size, each => (long)each), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>The numbers from 0 to n, n left out, in random order.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null)
    {
        var place = InitializeDevice(device);
        var type = dtype ?? ScalarType.Int64;
        return st_randperm(n, generator, (sbyte)type, (int)place.type, place.index, requires_grad);
    }

    private static T WithDefault<T>(Func<Generator, T> work)
    {
        using var generator = Generator.Default;
        return work(generator);
    }
}
