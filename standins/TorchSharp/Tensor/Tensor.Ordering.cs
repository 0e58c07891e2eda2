using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // The greatest, the least, the order; and what runs along a dimension without shortening it.
    public partial class Tensor
    {
        public Tensor max() => st_max(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Both(st_max_dim(this, dim, keepdim, out var values, out var places), values, places);

        public Tensor min() => st_min(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Both(st_min_dim(this, dim, keepdim, out var values, out var places), values, places);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amax((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, st_amax(this, dims, dims.Length, keepdim));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amin((ReadOnlySpan<long>)dims, keepdim, @out);

        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            Into(@out, st_amin(this, dims, dims.Length, keepdim));

        public Tensor argmax() => st_argmax(this);

        public Tensor argmax(long dim, bool keepdim = false) => st_argmax_dim(this, dim, keepdim);

        public Tensor argmin() => st_argmin(this);

        public Tensor argmin(long dim, bool keepdim = false) => st_argmin_dim(this, dim, keepdim);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Both(st_topk(this, k, dim, largest, sorted, out var values, out var places), values, places);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Both(st_sort(this, dim, descending, stable, out var values, out var places), values, places);

        public Tensor argsort(long dim = -1, bool descending = false) => st_argsort(this, dim, descending);

        public Tensor cumsum(long dim, ScalarType? type = null) => st_cumsum(this, dim, Given(type));

        public Tensor cumprod(long dim, ScalarType? type = null) => st_cumprod(this, dim, Given(type));

        public Tensor softmax(long dim, ScalarType? dtype = null) => st_softmax(this, dim, Given(dtype));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => st_log_softmax(this, dim, Given(dtype));

        internal static (Tensor, Tensor) Both(int status, nint first, nint second)
        {
            Failure.Check(status);
            return (new Tensor(first), new Tensor(second));
        }

        private static Tensor Into(Tensor? @out, Tensor result)
        {
            if (@out is null)
                return result;
            using (result)
                return @out.copy_(result);
        }
    }
}
