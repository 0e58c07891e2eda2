using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    // Sums, products, powers, bounds and the fused forms of them.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => st_add(this, target, Number.One);
        public Tensor add(Tensor target, Scalar alpha) => st_add(this, target, alpha.Number);
        public Tensor add(Scalar scalar) => st_add_scalar(this, scalar.Number, Number.One);
        public Tensor add(Scalar scalar, Scalar alpha) => st_add_scalar(this, scalar.Number, alpha.Number);
        public Tensor add_(Tensor target) => Done(st_add_(this, target, Number.One));
        public Tensor add_(Tensor target, Scalar alpha) => Done(st_add_(this, target, alpha.Number));
        public Tensor add_(Scalar scalar) => Done(st_add_scalar_(this, scalar.Number, Number.One));
        public Tensor add_(Scalar scalar, Scalar alpha) => Done(st_add_scalar_(this, scalar.Number, alpha.Number));

        public Tensor sub(Tensor target) => st_sub(this, target);
        public Tensor sub(Scalar target) => st_sub_scalar(this, target.Number);
        public Tensor sub_(Tensor target) => Done(st_sub_(this, target));
        public Tensor sub_(Scalar target) => Done(st_sub_scalar_(this, target.Number));
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor mul(Tensor target) => st_mul(this, target);
        public Tensor mul(Scalar target) => st_mul_scalar(this, target.Number);
        public Tensor mul_(Tensor target) => Done(st_mul_(this, target));
        public Tensor mul_(Scalar target) => Done(st_mul_scalar_(this, target.Number));
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            st_div(this, target, (int)rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            st_div_scalar(this, target.Number, (int)rounding_mode);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(st_div_(this, target, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Done(st_div_scalar_(this, target.Number, (int)rounding_mode));

        public Tensor remainder(Tensor target) => st_remainder(this, target);
        public Tensor remainder(Scalar scalar) => st_remainder_scalar(this, scalar.Number);
        public Tensor remainder_(Tensor target) => Done(st_remainder_(this, target));
        public Tensor remainder_(Scalar scalar) => Done(st_remainder_scalar_(this, scalar.Number));

        public Tensor pow(Tensor exponent) => st_pow(this, exponent);
        public Tensor pow(Scalar exponent) => st_pow_scalar(this, exponent.Number);
        public Tensor pow_(Tensor exponent) => Done(st_pow_(this, exponent));
        public Tensor pow_(Scalar exponent) => Done(st_pow_scalar_(this, exponent.Number));

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => st_clamp(this, Number.Of(min), Number.Of(max));
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => st_clamp_tensor(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) =>
            Done(st_clamp_(this, Number.Of(min), Number.Of(max)));

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Done(st_clamp_tensor_(this, min, max));
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_max(Scalar max) => clamp(null, max);
        public Tensor clamp_max_(Scalar max) => clamp_(null, max);
        public Tensor clamp_min(Scalar min) => clamp(min, (Scalar?)null);
        public Tensor clamp_min_(Scalar min) => clamp_(min, (Scalar?)null);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            st_addcmul(this, tensor1, tensor2, value.Number);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(st_addcmul_(this, tensor1, tensor2, value.Number));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => st_addcdiv(this, tensor1, tensor2, Number.One);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            st_addcdiv(this, tensor1, tensor2, value.Number);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) =>
            Done(st_addcdiv_(this, tensor1, tensor2, Number.One));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Done(st_addcdiv_(this, tensor1, tensor2, value.Number));

        public Tensor lerp(Tensor end, Tensor weight) => st_lerp(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Done(st_lerp_(this, end, weight));
    }
}
