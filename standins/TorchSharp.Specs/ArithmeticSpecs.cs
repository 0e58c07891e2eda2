using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ArithmeticSpecs : InScope
{
    private readonly Tensor left = Float(7, -7, 2);
    private readonly Tensor right = Float(2, 2, 4);

    [Fact]
    public void Adds_and_subtracts_tensors_and_numbers()
    {
        Equal([9, -5, 6], left.add(right));
        Equal([11, -3, 10], left.add(right, 2));
        Equal([8, -6, 3], left.add(1));
        Equal([10, -4, 5], left.add(1, 3));
        Equal([5, -9, -2], left.sub(right));
        Equal([5, -9, -2], left.subtract(right));
        Equal([6, -8, 1], left.sub(1));
        Equal([6, -8, 1], left.subtract(1));
    }

    [Fact]
    public void Multiplies_and_divides_tensors_and_numbers()
    {
        Equal([14, -14, 8], left.mul(right));
        Equal([14, -14, 8], left.multiply(right));
        Equal([3.5, -3.5, 1], left.mul(0.5));
        Equal([3.5, -3.5, 1], left.multiply(0.5));
        Equal([3.5, -3.5, 0.5], left.div(right));
        Equal([3.5, -3.5, 1], left.div(2));
        Equal([3, -3, 0], left.div(right, RoundingMode.trunc));
        Equal([3, -4, 0], left.div(right, RoundingMode.floor));
        Equal([3, -4, 1], left.div(2, RoundingMode.floor));
        Equal([3, -3, 1], left.div(2, RoundingMode.trunc));
        Equal([1, 1, 2], left.remainder(right));
        Equal([1, 2, 2], left.remainder(3));
    }

    [Fact]
    public void Rounds_quotients_in_place_too()
    {
        Equal([3, -4, 0], left.clone().div_(right, RoundingMode.floor));
        Equal([3, -3, 1], left.clone().div_(2, RoundingMode.trunc));
    }

    [Fact]
    public void Writes_formulas_with_operators()
    {
        Equal([9, -5, 6], left + right);
        Equal([8, -6, 3], left + 1);
        Equal([8, -6, 3], 1L + left);
        Equal([5, -9, -2], left - right);
        Equal([6.5, -7.5, 1.5], left - 0.5);
        Equal([-6, 8, -1], 1 - left);
        Equal([14, -14, 8], left * right);
        Equal([14, -14, 4], 2f * left);
        Equal([3.5, -3.5, 0.5], left / right);
        Equal([3.5, -3.5, 1], left / 2);
        Equal([0.5, 0.5, 0.25], 1.0 / right);
        Equal([1, 1, 2], left % right);
        Equal([1, 2, 2], left % 3);
        Equal([-7, 7, -2], -left);
    }

    [Fact]
    public void Keeps_whole_numbers_whole_where_PyTorch_does()
    {
        var whole = Long(7, 2);
        Assert.Equal(ScalarType.Int64, (whole + 1).dtype);
        Assert.Equal(ScalarType.Float32, (whole + 1.5).dtype);
        Assert.Equal(ScalarType.Float32, (whole / 2).dtype);
        Assert.Equal(ScalarType.Int64, whole.div(2, RoundingMode.floor).dtype);
        Assert.Equal(ScalarType.BFloat16, (left.bfloat16() * 2.0).dtype);
    }

    [Fact]
    public void Raises_to_powers()
    {
        Equal([49, 49, 4], left.pow(2));
        Equal([49, 49, 16], left.pow(right));
        Equal([49, 49, 16], left.clone().pow_(right));
        Equal([49, 49, 4], left.clone().pow_(2));
    }

    [Fact]
    public void Keeps_within_bounds()
    {
        Equal([5, -1, 2], left.clamp(-1, 5));
        Equal([7, -1, 2], left.clamp(min: -1));
        Equal([5, -7, 2], left.clamp(max: (Scalar)5));
        Equal([5, -1, 2], left.clip(-1, 5));
        Equal([7, 0, 2], left.clamp_min(0));
        Equal([3, -7, 2], left.clamp_max(3));
        Equal([2, 0, 2], left.clamp(Float(0, 0, 0), right));
        Equal([5, -1, 2], left.clone().clamp_(-1, 5));
        Equal([2, 0, 2], left.clone().clamp_(Float(0, 0, 0), right));
        Equal([7, 2, 4], left.maximum(right));
        Equal([7, 2, 4], left.max(right));
        Equal([2, -7, 2], left.minimum(right));
        Equal([2, -7, 2], left.min(right));
    }

    [Fact]
    public void Fuses_products_and_quotients_into_sums()
    {
        var first = Float(1, 2, 3);
        Equal([8, -5, 8], left.addcmul(first, right, 0.5));
        Equal([7.5, -6, 2.75], left.addcdiv(first, right));
        Equal([8, -5, 3.5], left.addcdiv(first, right, 2));
        Equal([8, -5, 8], left.clone().addcmul_(first, right, 0.5));
        Equal([7.5, -6, 2.75], left.clone().addcdiv_(first, right));
        Equal([8, -5, 3.5], left.clone().addcdiv_(first, right, 2));
        Equal([4.5, -2.5, 3], left.lerp(right, Float(0.5f, 0.5f, 0.5f)));
        Equal([4.5, -2.5, 3], left.clone().lerp_(right, Float(0.5f, 0.5f, 0.5f)));
    }

    [Fact]
    public void Broadcasts_as_PyTorch_does()
    {
        var sums = Float(1, 2).reshape(2, 1) + Float(10, 20, 30);
        Shaped([2, 3], [11, 21, 31, 12, 22, 32], sums);
    }
}
