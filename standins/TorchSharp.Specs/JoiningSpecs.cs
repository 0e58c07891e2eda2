using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class JoiningSpecs : InScope
{
    private readonly Tensor one = Float(1, 2);
    private readonly Tensor other = Float(3, 4);

    [Fact]
    public void Puts_tensors_one_after_the_other()
    {
        Shaped([4], [1, 2, 3, 4], cat([one, other]));
        Shaped([4], [1, 2, 3, 4], cat(new List<Tensor> { one, other }));
        Shaped([4], [1, 2, 3, 4], concat(new[] { one, other }));
        Shaped([2, 2], [1, 3, 2, 4], cat([one.unsqueeze(1), other.unsqueeze(1)], 1));
    }

    [Fact]
    public void Makes_no_copy_of_a_single_tensor()
    {
        cat([one]).add_(1);
        cat(new List<Tensor> { one }).add_(1);
        Equal([3, 4], one);
        stack([one]).add_(1);
        Equal([3, 4], one);
    }

    [Fact]
    public void Refuses_to_join_nothing() => Assert.Throws<ArgumentException>(() => cat(new List<Tensor>()));

    [Fact]
    public void Puts_tensors_on_top_of_each_other()
    {
        Shaped([2, 2], [1, 2, 3, 4], stack([one, other]));
        Shaped([2, 2], [1, 3, 2, 4], stack(new List<Tensor> { one, other }, -1));
        Shaped([2, 2], [1, 2, 3, 4], stack(new[] { one, other }.Where(each => each is not null)));
    }

    [Fact]
    public void Chooses_by_a_condition()
    {
        Equal([1, 4], where(Bool(true, false), one, other));
        Equal([1, 4], one.where(Bool(true, false), other));
        Assert.Throws<ArgumentException>(() => where(Long(1, 0), one, other));
    }

    [Fact]
    public void Sums_as_Einstein_wrote()
    {
        Shaped([], [11], einsum("i,i->", one, other));
        Shaped([2, 2], [3, 4, 6, 8], einsum("i,j->ij", one, other));
        var (a, b) = (Random(1, 2, 3, 4), Random(2, 2, 5, 4));
        Equal(a.matmul(b.transpose(1, 2)), einsum("bik,bjk->bij", a, b));
    }
}
