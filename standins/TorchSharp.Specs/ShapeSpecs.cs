using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class ShapeSpecs : InScope
{
    private readonly Tensor x_23 = Counting(2, 3);

    [Fact]
    public void Knows_its_shape()
    {
        Assert.Equal([2L, 3L], x_23.shape);
        Assert.Equal([2L, 3L], x_23.size());
        Assert.Equal(3, x_23.size(-1));
        Assert.Equal(2, x_23.size(0));
        Assert.Equal(2, x_23.dim());
        Assert.Equal(2, x_23.ndim);
        Assert.Equal(2, x_23.Dimensions);
        Assert.Equal(6, x_23.numel());
        Assert.Equal(6, x_23.NumberOfElements);
        Assert.Equal(4, x_23.ElementSize);
        Assert.Equal(4, x_23.element_size());
        Assert.Equal([3L, 1L], x_23.stride());
        Assert.Equal(1, x_23.stride(-1));
        Assert.Equal(3, x_23[1].storage_offset());
        Assert.Equal("[2x3], type = Float32, device = cpu", x_23.ToString());
    }

    [Fact]
    public void Takes_other_shapes_over_the_same_memory()
    {
        var view = x_23.view(3, -1);
        Shaped([3, 2], [0, 1, 2, 3, 4, 5], view);
        view.zero_();
        Equal([0, 0, 0, 0, 0, 0], x_23);
        Assert.Equal([3L, 2L], x_23.view_as(view).shape);
    }

    [Fact]
    public void Reshapes_flattens_and_unflattens()
    {
        Shaped([3, 2], [0, 1, 2, 3, 4, 5], x_23.reshape(3, 2));
        Shaped([3, 2], [0, 3, 1, 4, 2, 5], x_23.t().reshape(3, 2));
        Assert.Equal([6L], x_23.flatten().shape);
        Assert.Equal([2L, 12L], Counting(2, 3, 4).flatten(1).shape);
        Assert.Equal([6L, 4L], Counting(2, 3, 4).flatten(0, 1).shape);
        Assert.Equal([6L], x_23.ravel().shape);
        Assert.Equal([2L, 3L, 1L], x_23.unflatten(1, 3, 1).shape);
    }

    [Fact]
    public void Exchanges_dimensions()
    {
        double[] turned = [0, 3, 1, 4, 2, 5];
        Shaped([3, 2], turned, x_23.t());
        Shaped([3, 2], turned, x_23.transpose(0, 1));
        Shaped([3, 2], turned, x_23.swapaxes(0, -1));
        Shaped([3, 2], turned, x_23.permute(1, 0));
        Shaped([3, 2], turned, x_23.permute(new List<long> { 1, 0 }));
        Shaped([3, 2], turned, x_23.T);
        Shaped([3, 2], turned, x_23.mT);
        Shaped([3, 2], turned, x_23.clone().transpose_(0, 1));
        Assert.False(x_23.t().is_contiguous());
        Assert.True(x_23.t().contiguous().is_contiguous());
        Assert.Equal([4L, 2L, 3L], Counting(2, 3, 4).permute(2, 0, 1).shape);
        Assert.Equal([4L, 3L, 2L], Counting(2, 3, 4).T.shape);
    }

    [Fact]
    public void Adds_and_drops_dimensions_of_one()
    {
        Assert.Equal([2L, 1L, 3L], x_23.unsqueeze(1).shape);
        Assert.Equal([2L, 3L, 1L], x_23.clone().unsqueeze_(-1).shape);
        Assert.Equal([2L, 3L], x_23.unsqueeze(0).unsqueeze(-1).squeeze().shape);
        Assert.Equal([2L, 3L, 1L], x_23.unsqueeze(0).unsqueeze(-1).squeeze(0).shape);
        Assert.Equal([2L, 3L], x_23.unsqueeze(0).squeeze_().shape);
        Assert.Equal([2L, 3L], x_23.unsqueeze(0).squeeze_(0).shape);
    }

    [Fact]
    public void Repeats_by_view_or_by_copy()
    {
        Shaped([2, 2], [1, 1, 2, 2], Float(1, 2).unsqueeze(1).expand(2, 2));
        Shaped([2, 2], [1, 2, 1, 2], Float(1, 2).expand([2, -1]));
        Shaped([2, 2], [1, 2, 1, 2], Float(1, 2).expand(new long[] { 2, 2 }));
        Shaped([2, 3], [1, 1, 1, 2, 2, 2], Float(1, 2).unsqueeze(1).expand_as(x_23));
        Shaped([2, 2], [1, 2, 1, 2], Float(1, 2).broadcast_to(2, 2));
        Shaped([4], [1, 2, 1, 2], Float(1, 2).repeat(2));
        Shaped([4], [1, 1, 2, 2], Float(1, 2).repeat_interleave(2));
        Shaped([3], [1, 2, 2], Float(1, 2).repeat_interleave(Long(1, 2)));
        Shaped([4, 3], [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5], x_23.repeat_interleave(2, 0));
        Shaped([3, 3], [0, 1, 2, 3, 4, 5, 3, 4, 5], x_23.repeat_interleave(Long(1, 2), 0, 3));
    }

    [Fact]
    public void Cuts_out_parts()
    {
        Shaped([2, 2], [1, 2, 4, 5], x_23.narrow(1, 1, 2));
        Shaped([2, 2], [0, 2, 3, 5], x_23.slice(1, 0, 3, 2));
        Shaped([2], [1, 4], x_23.select(1, 1));
        Shaped([2], [0, 4], x_23.diagonal());
        Shaped([2], [1, 5], x_23.diagonal(1));
        Shaped([2, 2], [0, 1, 1, 2], Counting(3).as_strided([2, 2], [1, 1]));
        Shaped([2], [1, 2], Counting(3).as_strided([2], [1], 1));
        Assert.Throws<ArgumentException>(() => x_23.slice(0, 0, 1, -1));
    }

    [Fact]
    public void Keeps_triangles()
    {
        Equal([0, 1, 2, 0, 4, 5], x_23.triu());
        Equal([0, 0, 2, 0, 0, 0], x_23.triu(2));
        Equal([0, 0, 0, 3, 4, 0], x_23.tril());
        Equal([0, 1, 0, 3, 4, 5], x_23.tril(1));
        Equal([0, 1, 2, 0, 4, 5], x_23.clone().triu_());
        Equal([0, 0, 0, 3, 4, 0], x_23.clone().tril_());
    }

    [Fact]
    public void Turns_round()
    {
        Equal([2, 1, 0, 5, 4, 3], x_23.flip(1));
        Equal([5, 4, 3, 2, 1, 0], x_23.flip(0, 1));
        Equal([2, 0, 1, 5, 3, 4], x_23.roll(1, 1));
        Equal([5, 0, 1, 2, 3, 4], x_23.roll(1));
        Equal([5, 3, 4, 2, 0, 1], x_23.roll(new long[] { 1, 1 }, new long[] { 0, 1 }));
        Equal([3, 4, 5, 0, 1, 2], x_23.roll(new long[] { 1 }));
        Equal([3, 4, 5, 0, 1, 2], x_23.roll([1L], [0L]));
    }

    [Fact]
    public void Comes_apart_into_views()
    {
        var parts = Counting(5).split(2);
        Assert.Equal(3, parts.Length);
        Equal([4], parts[2]);
        parts[0].zero_();
        Assert.Equal(2, x_23.split(new long[] { 1, 2 }, 1L).Length);
        Shaped([2, 2], [1, 2, 4, 5], x_23.split([1, 2], 1L)[1]);
        Equal([3, 4, 5], x_23.split(1, 0)[1]);
        Equal([3, 4], Counting(5).chunk(2)[1]);
        Shaped([2, 1], [2, 5], x_23.chunk(2, 1)[1]);
        Equal([3, 4, 5], x_23.unbind()[1]);
        Equal([2, 5], x_23.unbind(1)[2]);
        Assert.Equal(200, zeros(200).unbind().Length);
    }
}
