using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Many elements to few.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => st_sum(this, Given(type));

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            st_sum_dims(this, dim, dim.Length, keepdim, Given(type));

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            st_sum_dims(this, dim, dim.Length, keepdim, Given(type));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => st_mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            st_mean_dims(this, dimensions, dimensions.Length, keepdim, Given(type));

        public Tensor std(bool unbiased = true) => st_std(this, unbiased);

        public Tensor prod(ScalarType? type = null) => st_prod(this, Given(type));

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            st_prod_dim(this, dim, keepdim, Given(type));

        public Tensor norm(float p = 2.0f) => st_norm(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => st_norm_dim(this, dim, keepdim, p);

        public Tensor median() => st_median(this);

        public Tensor any() => st_any(this);

        public Tensor any(long dim, bool keepdim = false) => st_any_dim(this, dim, keepdim);

        public Tensor all() => st_all(this);

        public Tensor all(long dim, bool keepdim = false) => st_all_dim(this, dim, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) => st_logsumexp(this, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) => st_count_nonzero(this, dims, dims?.Length ?? -1);

        public Tensor bincount(Tensor? weights, long minlength = 0) => st_bincount(this, weights, minlength);
    }
}
