using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class OrderingSpecs : InScope
{
    private readonly Tensor x_23 = Float(new float[,] { { 1, 2, 6 }, { 5, 4, 0 } });

    [Fact]
    public void Finds_extremes_and_their_places()
    {
        Equal([6], x_23.max());
        Equal([0], x_23.min());
        var (values, places) = x_23.max(1);
        Equal([6, 5], values);
        Equal([2, 0], places);
        (values, places) = x_23.min(0, keepdim: true);
        Shaped([1, 3], [1, 2, 0], values);
        Shaped([1, 3], [0, 0, 1], places);
        Equal([2], x_23.argmax());
        Equal([5], x_23.argmin());
        Equal([2, 0], x_23.argmax(1));
        Shaped([1, 3], [0, 0, 1], x_23.argmin(0, keepdim: true));
    }

    [Fact]
    public void Finds_extremes_over_several_dimensions()
    {
        Equal([6], x_23.amax(0, 1));
        Shaped([2, 1], [6, 5], x_23.amax([1], keepdim: true));
        Equal([1, 2, 0], x_23.amin(new long[] { 0 }, keepdim: false));
        Equal([0], x_23.amin(0, 1));
        var room = zeros(2);
        Equal([6, 5], x_23.amax([1], @out: room));
        Equal([6, 5], room);
    }

    [Fact]
    public void Sorts_and_picks_the_first()
    {
        var (values, places) = x_23.sort();
        Equal([1, 2, 6, 0, 4, 5], values);
        Equal([0, 1, 2, 2, 1, 0], places);
        (values, _) = x_23.sort(0, descending: true, stable: true);
        Equal([5, 4, 6, 1, 2, 0], values);
        Equal([2, 1, 0, 0, 1, 2], x_23.argsort(descending: true));
        (values, places) = x_23.topk(2);
        Shaped([2, 2], [6, 2, 5, 4], values);
        Shaped([2, 2], [2, 1, 0, 1], places);
        (values, _) = x_23.topk(1, 0, largest: false);
        Equal([1, 2, 0], values);
    }

    [Fact]
    public void Runs_along_a_dimension()
    {
        Equal([1, 3, 9, 5, 9, 9], x_23.cumsum(1));
        Equal([1, 2, 6, 5, 8, 0], x_23.cumprod(0));
        Assert.Equal(ScalarType.Float64, x_23.cumsum(0, ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Float64, x_23.cumprod(0, ScalarType.Float64).dtype);
    }

    [Fact]
    public void Turns_scores_into_probabilities()
    {
        var exponentials = new[] { Math.Exp(1), Math.Exp(2), Math.Exp(3) };
        double[] expected = [.. exponentials.Select(each => each / exponentials.Sum())];
        Equal(expected, Float(1, 2, 3).softmax(0));
        Equal([.. expected.Select(each => Math.Log(each))], Float(1, 2, 3).log_softmax(0));
        Equal(expected, Float(1001, 1002, 1003).softmax(-1));
        Assert.Equal(ScalarType.Float64, Float(1).softmax(0, ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Float64, Float(1).log_softmax(0, ScalarType.Float64).dtype);
    }
}
