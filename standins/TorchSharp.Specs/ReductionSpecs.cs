using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ReductionSpecs : InScope
{
    private readonly Tensor x_23 = Float(new float[,] { { 1, 2, 6 }, { 5, 4, 0 } });

    [Fact]
    public void Sums_over_all_or_some_dimensions()
    {
        Shaped([], [18], x_23.sum());
        Shaped([3], [6, 6, 6], x_23.sum(0L));
        Shaped([2, 1], [9, 9], x_23.sum(-1L, keepdim: true));
        Shaped([], [18], x_23.sum(0, 1));
        Shaped([1, 1], [18], x_23.sum([0, 1], keepdim: true));
        Shaped([2], [9, 9], x_23.sum(new long[] { 1 }));
        Shaped([1, 2, 1], [114, 162], Counting(3, 2, 4).sum(0, 2, keepdim: true));
        Shaped([], [276], Counting(3, 2, 4).sum(0, 1, 2));
        Assert.Equal(ScalarType.Float64, x_23.sum(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Int64, Bool(true, true).sum().dtype);
    }

    [Fact]
    public void Averages()
    {
        Shaped([], [3], x_23.mean());
        Shaped([3], [3, 3, 3], x_23.mean([0]));
        Shaped([2, 1], [3, 3], x_23.mean([1], keepdim: true));
        Assert.Equal(ScalarType.Float64, Long(1, 2).mean([0], type: ScalarType.Float64).dtype);
    }

    [Fact]
    public void Measures_spread_with_and_without_Bessels_correction()
    {
        Equal([Math.Sqrt(28 / 5.0)], x_23.std());
        Equal([Math.Sqrt(28 / 6.0)], x_23.std(unbiased: false));
    }

    [Fact]
    public void Multiplies_all()
    {
        Equal([24], Float(1, 2, 3, 4).prod());
        Shaped([1, 3], [5, 8, 0], x_23.prod(0, keepdim: true));
    }

    [Fact]
    public void Takes_norms()
    {
        Equal([5], Float(3, 4).norm());
        Equal([7], Float(3, -4).norm(1f));
        Equal([Math.Sqrt(41), Math.Sqrt(41)], x_23.norm(1));
        Shaped([1, 3], [6, 6, 6], x_23.norm(0, keepdim: true, p: 1));
        Equal([5], linalg.vector_norm(Float(3, 4)));
        Shaped([2, 1], [9, 9], linalg.vector_norm(x_23, 1, [1], keepdim: true));
    }

    [Fact]
    public void Asks_of_all_and_any()
    {
        var truths = tensor(new[,] { { true, false }, { true, true } });
        Equal([0], truths.all());
        Equal([1], truths.any());
        Equal([1, 0], truths.all(0));
        Shaped([2, 1], [1, 1], truths.any(1, keepdim: true));
    }

    [Fact]
    public void Sums_in_logarithms_without_overflow()
    {
        Equal([1000 + Math.Log(2)], Float(1000, 1000).logsumexp(0));
        Shaped([1], [1000 + Math.Log(2)], Float(1000, 1000).logsumexp(0, keepdim: true));
    }

    [Fact]
    public void Counts()
    {
        Equal([5], x_23.count_nonzero());
        Equal([2, 2, 1], x_23.count_nonzero([0]));
        Equal([1, 2, 0, 1], Long(1, 3, 1, 0).bincount(null));
        Equal([1, 2, 0, 1, 0], Long(1, 3, 1, 0).bincount(null, 5));
        Equal([0, 0.75, 0, 1], Long(1, 3, 1).bincount(Float(0.5f, 1, 0.25f)));
        Equal([2], x_23.median());
    }
}
