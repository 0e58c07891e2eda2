using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_sum(Tensor self, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_sum_dims(
        Tensor self, ReadOnlySpan<long> dims, long dimsLength, Flag keepdim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_mean(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_mean_dims(
        Tensor self, ReadOnlySpan<long> dims, long dimsLength, Flag keepdim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_std(Tensor self, Flag unbiased);

    [LibraryImport(Library)]
    internal static partial Tensor st_prod(Tensor self, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_prod_dim(Tensor self, long dim, Flag keepdim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_norm(Tensor self, float p);

    [LibraryImport(Library)]
    internal static partial Tensor st_norm_dim(Tensor self, long dim, Flag keepdim, float p);

    [LibraryImport(Library)]
    internal static partial Tensor st_max(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_min(Tensor self);

    [LibraryImport(Library)]
    internal static partial int st_max_dim(Tensor self, long dim, Flag keepdim, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial int st_min_dim(Tensor self, long dim, Flag keepdim, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial Tensor st_amax(Tensor self, ReadOnlySpan<long> dims, long dimsLength, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_amin(Tensor self, ReadOnlySpan<long> dims, long dimsLength, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_argmax(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_argmin(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_argmax_dim(Tensor self, long dim, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_argmin_dim(Tensor self, long dim, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_any(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_all(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_any_dim(Tensor self, long dim, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_all_dim(Tensor self, long dim, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial int st_topk(
        Tensor self, long k, long dim, Flag largest, Flag sorted, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial int st_sort(
        Tensor self, long dim, Flag descending, Flag stable, out nint values, out nint indices);

    [LibraryImport(Library)]
    internal static partial Tensor st_argsort(Tensor self, long dim, Flag descending);

    [LibraryImport(Library)]
    internal static partial Tensor st_cumsum(Tensor self, long dim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_cumprod(Tensor self, long dim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_logsumexp(Tensor self, long dim, Flag keepdim);

    [LibraryImport(Library)]
    internal static partial Tensor st_softmax(Tensor self, long dim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_log_softmax(Tensor self, long dim, sbyte type);

    [LibraryImport(Library)]
    internal static partial Tensor st_median(Tensor self);

    [LibraryImport(Library)]
    internal static partial Tensor st_count_nonzero(Tensor self, ReadOnlySpan<long> dims, long dimsLength);

    [LibraryImport(Library)]
    internal static partial Tensor st_bincount(Tensor self, Tensor? weights, long minlength);
}
