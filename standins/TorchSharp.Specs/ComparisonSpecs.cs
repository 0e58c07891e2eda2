using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ComparisonSpecs : InScope
{
    private readonly Tensor left = Float(1, 2, 3);
    private readonly Tensor right = Float(3, 2, 1);

    [Fact]
    public void Compares_with_tensors()
    {
        Equal([0, 1, 0], left.eq(right));
        Equal([0, 1, 0], left.equal(right));
        Equal([1, 0, 1], left.ne(right));
        Equal([1, 0, 1], left.not_equal(right));
        Equal([1, 0, 0], left.lt(right));
        Equal([1, 0, 0], left.less(right));
        Equal([1, 1, 0], left.le(right));
        Equal([1, 1, 0], left.less_equal(right));
        Equal([0, 0, 1], left.gt(right));
        Equal([0, 0, 1], left.greater(right));
        Equal([0, 1, 1], left.ge(right));
        Equal([0, 1, 1], left.greater_equal(right));
        Assert.Equal(ScalarType.Bool, left.ge(right).dtype);
    }

    [Fact]
    public void Compares_with_numbers()
    {
        Equal([0, 1, 0], left.eq(2));
        Equal([1, 0, 1], left.ne(2));
        Equal([1, 0, 0], left.lt(2));
        Equal([1, 1, 0], left.le(2));
        Equal([0, 0, 1], left.gt(2));
        Equal([0, 1, 1], left.ge(2));
    }

    [Fact]
    public void Compares_with_operators()
    {
        Equal([0, 1, 0], left == right);
        Equal([1, 0, 1], left != 2);
        Equal([1, 0, 0], left < right);
        Equal([1, 1, 0], left <= 2);
        Equal([0, 0, 1], left > right);
        Equal([0, 1, 1], left >= 2);
        Equal([1, 0, 0], (Scalar)2 > left);
    }

    [Fact]
    public void Combines_truths_and_bits()
    {
        var (one, other) = (Bool(true, true, false), Bool(true, false, false));
        Equal([1, 0, 0], one.logical_and(other));
        Equal([1, 1, 0], one.logical_or(other));
        Equal([0, 1, 0], one.logical_xor(other));
        Equal([1, 0, 0], one & other);
        Equal([1, 1, 0], one | other);
        Equal([0, 1, 0], one ^ other);
        Equal([4, 2], Long(6, 2).bitwise_and(Long(12, 3)));
        Equal([14, 3], Long(6, 2).bitwise_or(Long(12, 3)));
        Equal([10, 1], Long(6, 2).bitwise_xor(Long(12, 3)));
        Equal([12, -16], Long(6, -2).bitwise_left_shift(Long(1, 3)));
        Equal([1, -1], Long(6, -2).bitwise_right_shift(Long(2, 1)));
    }

    [Fact]
    public void Says_whether_tensors_are_the_same_or_close()
    {
        Assert.True(left.Equals(Float(1, 2, 3)));
        Assert.False(left.Equals(right));
        Assert.True(left.Equals((object)left.clone()));
        Assert.True(left.allclose(left + 1e-7));
        Assert.False(left.allclose(left + 1e-2));
        Assert.True(left.allclose(left + 1e-2, atol: 0.1));
        Assert.False(Float(float.NaN).allclose(Float(float.NaN)));
        Assert.True(Float(float.NaN).allclose(Float(float.NaN), equal_nan: true));
        Equal([1, 0, 1], left.isclose(Float(1, 2.1f, 3)));
    }
}
