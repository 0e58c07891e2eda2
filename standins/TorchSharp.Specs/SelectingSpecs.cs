using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class SelectingSpecs : InScope
{
    private readonly Tensor x_23 = Counting(2, 3);

    [Fact]
    public void Selects_gathers_and_masks()
    {
        Shaped([2, 2], [2, 0, 5, 3], x_23.index_select(1, Long(2, 0)));
        Shaped([2, 1], [1, 5], x_23.gather(1, Long(1, 2).unsqueeze(1)));
        Shaped([2], [4, 5], x_23.masked_select(x_23 > 3));
        Shaped([2, 2], [0, 1, 1, 0], Float(new float[,] { { 0, 3 }, { 4, 0 } }).nonzero());
    }

    [Fact]
    public void Copies_adds_and_fills_by_index()
    {
        var (places, rows) = (Long(1), Float(new float[,] { { 7, 8, 9 } }));
        Equal([0, 1, 2, 7, 8, 9], x_23.index_copy(0, places, rows));
        Equal([0, 1, 2, 10, 12, 14], x_23.index_add(0, places, rows, 1));
        Equal([0, 1, 2, 17, 20, 23], x_23.index_add(0, places, rows, 2));
        Equal([0, 1, 2, 6, 6, 6], x_23.index_fill(0, places, 6));
        Equal([0, 1, 2, 3, 4, 5], x_23);
    }

    [Fact]
    public void Scatters()
    {
        var places = Long(2, 0).unsqueeze(1);
        var values = Float(7, 8).unsqueeze(1);
        Equal([0, 1, 7, 8, 4, 5], x_23.scatter(1, places, values));
        Equal([0, 1, 9, 11, 4, 5], x_23.scatter_add(1, places, values));
        Assert.Same(x_23, x_23.scatter_(1, places, values));
        Equal([0, 1, 7, 8, 4, 5], x_23);
    }

    [Fact]
    public void Fills_where_a_mask_says()
    {
        Equal([0, 1, 2, 3, -1, -1], x_23.masked_fill(x_23 > 3, -1));
        var minusInfinity = x_23.masked_fill(x_23 > 4, float.NegativeInfinity);
        Assert.Equal(float.NegativeInfinity, minusInfinity[1, 2].item<float>());
        Assert.Same(x_23, x_23.masked_fill_(x_23 > 3, -1));
        Equal([0, 1, 2, 3, -1, -1], x_23);
    }
}
