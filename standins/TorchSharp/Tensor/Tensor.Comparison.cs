using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons and logic.
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => st_eq(this, target);
        public Tensor eq(Scalar target) => st_eq_scalar(this, target.Number);
        public Tensor eq_(Tensor target) => Done(st_eq_(this, target));
        public Tensor eq_(Scalar target) => Done(st_eq_scalar_(this, target.Number));

        public Tensor ne(Tensor target) => st_ne(this, target);
        public Tensor ne(Scalar target) => st_ne_scalar(this, target.Number);
        public Tensor ne_(Tensor target) => Done(st_ne_(this, target));
        public Tensor ne_(Scalar target) => Done(st_ne_scalar_(this, target.Number));

        public Tensor lt(Tensor target) => st_lt(this, target);
        public Tensor lt(Scalar target) => st_lt_scalar(this, target.Number);
        public Tensor lt_(Tensor target) => Done(st_lt_(this, target));
        public Tensor lt_(Scalar target) => Done(st_lt_scalar_(this, target.Number));

        public Tensor le(Tensor target) => st_le(this, target);
        public Tensor le(Scalar target) => st_le_scalar(this, target.Number);
        public Tensor le_(Tensor target) => Done(st_le_(this, target));
        public Tensor le_(Scalar target) => Done(st_le_scalar_(this, target.Number));

        public Tensor gt(Tensor target) => st_gt(this, target);
        public Tensor gt(Scalar target) => st_gt_scalar(this, target.Number);
        public Tensor gt_(Tensor target) => Done(st_gt_(this, target));
        public Tensor gt_(Scalar target) => Done(st_gt_scalar_(this, target.Number));

        public Tensor ge(Tensor target) => st_ge(this, target);
        public Tensor ge(Scalar target) => st_ge_scalar(this, target.Number);
        public Tensor ge_(Tensor target) => Done(st_ge_(this, target));
        public Tensor ge_(Scalar target) => Done(st_ge_scalar_(this, target.Number));

        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>
        /// Element by element, as <see cref="eq(Tensor)"/>; whole tensors are compared by <see
        /// cref="Equals(Tensor)"/>.
        /// </summary>
        public Tensor equal(Tensor target) => eq(target);

        public Tensor logical_and(Tensor other) => st_logical_and(this, other);
        public Tensor logical_and_(Tensor other) => Done(st_logical_and_(this, other));
        public Tensor logical_or(Tensor other) => st_logical_or(this, other);
        public Tensor logical_or_(Tensor other) => Done(st_logical_or_(this, other));
        public Tensor logical_xor(Tensor other) => st_logical_xor(this, other);
        public Tensor logical_xor_(Tensor other) => Done(st_logical_xor_(this, other));
        public Tensor bitwise_and(Tensor other) => st_bitwise_and(this, other);
        public Tensor bitwise_and_(Tensor other) => Done(st_bitwise_and_(this, other));
        public Tensor bitwise_or(Tensor other) => st_bitwise_or(this, other);
        public Tensor bitwise_or_(Tensor other) => Done(st_bitwise_or_(this, other));
        public Tensor bitwise_xor(Tensor other) => st_bitwise_xor(this, other);
        public Tensor bitwise_xor_(Tensor other) => Done(st_bitwise_xor_(this, other));
        public Tensor bitwise_left_shift(Tensor other) => st_bitwise_left_shift(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => Done(st_bitwise_left_shift_(this, other));
        public Tensor bitwise_right_shift(Tensor other) => st_bitwise_right_shift(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => Done(st_bitwise_right_shift_(this, other));

        public Tensor maximum(Tensor other) => st_maximum(this, other);
        public Tensor minimum(Tensor other) => st_minimum(this, other);
        public Tensor max(Tensor other) => st_maximum(this, other);
        public Tensor min(Tensor other) => st_minimum(this, other);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            st_isclose(this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Failure.Check(st_allclose(this, target, rtol, atol, equal_nan, out var close));
            return close;
        }

        /// <summary>Whether both have the same shape and the same elements.</summary>
        public bool Equals(Tensor target)
        {
            if (target is null)
                return false;
            Failure.Check(st_equal(this, target, out var same));
            return same;
        }

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>By reference, as the elements may change.</summary>
        public override int GetHashCode() => base.GetHashCode();
    }
}
