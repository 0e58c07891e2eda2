using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint st_generator(ulong seed);

    [LibraryImport(Library)]
    internal static partial nint st_default_generator();

    [LibraryImport(Library)]
    internal static partial void st_generator_dispose(nint self);

    [LibraryImport(Library)]
    internal static partial int st_generator_seed(Generator self, ulong seed);

    [LibraryImport(Library)]
    internal static partial long st_generator_initial_seed(Generator self);

    [LibraryImport(Library)]
    internal static partial long st_generator_new_seed(Generator self);

    [LibraryImport(Library)]
    internal static partial Tensor st_generator_state(Generator self);

    [LibraryImport(Library)]
    internal static partial int st_generator_set_state(Generator self, Tensor state);

    [LibraryImport(Library)]
    internal static partial int st_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial Tensor st_rand(
        ReadOnlySpan<long> size, long sizeLength, Generator? generator, sbyte type, int device, int index,
        Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_randn(
        ReadOnlySpan<long> size, long sizeLength, Generator? generator, sbyte type, int device, int index,
        Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_randint(
        long low, long high, ReadOnlySpan<long> size, long sizeLength, Generator? generator, sbyte type,
        int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_randperm(
        long count, Generator? generator, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_rand_like(Tensor self, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_randn_like(Tensor self, sbyte type, int device, int index, Flag requiresGrad);

    [LibraryImport(Library)]
    internal static partial Tensor st_normal(Tensor mean, Tensor std, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor st_bernoulli(Tensor self, Generator? generator);

    [LibraryImport(Library)]
    internal static partial Tensor st_multinomial(Tensor self, long count, Flag replacement, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_bernoulli_(Tensor self, double p, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_bernoulli_tensor_(Tensor self, Tensor p, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_exponential_(Tensor self, double lambda, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_normal_(Tensor self, double mean, double std, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_uniform_(Tensor self, double from, double to, Generator? generator);

    [LibraryImport(Library)]
    internal static partial int st_random_(Tensor self, double from, double to, Generator? generator);
}
