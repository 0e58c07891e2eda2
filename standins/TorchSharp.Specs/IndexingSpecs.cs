using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.TensorIndex;

namespace TorchSharp.Specs;

public class IndexingSpecs : InScope
{
    private readonly Tensor x_23 = Counting(2, 3);

    [Fact]
    public void Reads_by_numbers()
    {
        Shaped([3], [3, 4, 5], x_23[1]);
        Shaped([3], [3, 4, 5], x_23[-1]);
        Shaped([], [5], x_23[1, 2]);
        Shaped([], [23], Counting(2, 3, 4)[1, 2, 3]);
        Shaped([], [1], ones(1, 1, 1, 1)[0, 0, 0, 0]);
        Shaped([], [1], ones([1, 1, 1, 1, 1])[0, 0, 0, 0, 0]);
        Shaped([], [1], ones([1, 1, 1, 1, 1, 1])[0, 0, 0, 0, 0, 0]);
        Shaped([], [5], x_23[new long[] { 1, 2 }]);
    }

    [Fact]
    public void Reads_by_ranges()
    {
        Shaped([2, 2], [1, 2, 4, 5], x_23[.., 1..]);
        Shaped([2, 2], [0, 1, 3, 4], x_23[.., ..^1]);
        Shaped([2], [2, 5], x_23[.., ^1]);
        Shaped([2, 1], [2, 5], x_23[Colon, Slice(2, null)]);
        Shaped([2, 2], [0, 2, 3, 5], x_23[Colon, Slice(step: 2)]);
        Shaped([2, 1], [1, 4], x_23[Colon, (1, 2)]);
        Shaped([2, 3], [0, 1, 2, 3, 4, 5], x_23[Ellipsis]);
        Shaped([2], [1, 4], x_23[Ellipsis, 1]);
        Shaped([1, 2, 3], [0, 1, 2, 3, 4, 5], x_23[None]);
        Shaped([1, 3], [3, 4, 5], x_23[1, Colon].index(Null));
        Shaped([1, 2, 3], [0, 1, 2, 3, 4, 5], x_23[TensorIndex.Bool(true)]);
    }

    [Fact]
    public void Reads_by_tensors()
    {
        Shaped([2, 3], [3, 4, 5, 0, 1, 2], x_23[Long(1, 0)]);
        Shaped([2], [5, 1], x_23[Long(1, 0), Long(2, 1)]);
        Shaped([2, 2], [2, 0, 5, 3], x_23[Colon, TensorIndex.Tensor(Long(2, 0))]);
        Shaped([3], [3, 4, 5], x_23[x_23 > 2]);
        Shaped([2], [5, 1], x_23.index(Long(1, 0), Long(2, 1)));
        Shaped([2], [1, 4], x_23.index(Colon, TensorIndex.Single(1)));
    }

    [Fact]
    public void Writes_where_it_reads()
    {
        x_23[0] = Float(7, 8, 9);
        x_23[1, 2] = tensor(10f);
        x_23[1, ..2] = Float(-1, -2);
        Equal([7, 8, 9, -1, -2, 10], x_23);
        x_23[x_23 < 0] = tensor(0f);
        Equal([7, 8, 9, 0, 0, 10], x_23);
        x_23[.., 0] = 5f;
        Equal([5, 8, 9, 5, 0, 10], x_23);
    }

    [Fact]
    public void Puts_values_in_place_and_answers_itself()
    {
        Assert.Same(x_23, x_23.index_put_(Float(9, 9), Long(0, 1), Long(0, 0)));
        Equal([9, 1, 2, 9, 4, 5], x_23);
        Assert.Same(x_23, x_23.index_put_((Scalar)3, Colon, TensorIndex.Single(1)));
        Equal([9, 3, 2, 9, 3, 5], x_23);
        x_23.index_put_((Scalar)0, Long(0));
        Equal([0, 0, 0, 9, 3, 5], x_23);
        x_23.index_put_(Float(1, 1, 1), TensorIndex.Single(0));
        Equal([1, 1, 1, 9, 3, 5], x_23);
    }

    [Fact]
    public void Adds_up_what_is_put_twice_in_one_place()
    {
        var sums = zeros(3);
        sums.index_put_(Float(1, 2, 4), [Long(0, 2, 0)], accumulate: true);
        Equal([5, 0, 2], sums);
        sums.index_put_(Float(1), [Long(1)]);
        Equal([5, 1, 2], sums);
    }

    [Fact]
    public void Gives_views_where_PyTorch_does()
    {
        x_23[1].zero_();
        x_23[.., 0].fill_(9);
        Equal([9, 1, 2, 9, 0, 0], x_23);
    }
}
