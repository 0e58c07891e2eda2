using Moe.Model.Decoding;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Decoding;

public sealed class InferenceAttentionSpecs
{
    private const float Scale = 0.5f;

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void Gives_on_the_processor_what_batched_products_give(int queries, bool masked)
    {
        const int groups = 6, length = 11, room = 16, width = 8;
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(7);
        var query = torch.randn([groups, queries, width], generator: generator);
        var keys = torch.randn([groups, room, width], generator: generator);
        var values = torch.randn([groups, room, width], generator: generator);
        var hidden = torch.rand([groups, 1, length], generator: generator).gt(0.7).to_type(torch.ScalarType.Float32);
        var mask = masked ? hidden.mul(float.MinValue) : null;

        var expected = InferenceAttention.Full(query, keys.narrow(1, 0, length), values.narrow(1, 0, length), mask, Scale);
        var actual = InferenceAttention.Cached(query, keys, values, length, mask, Scale);

        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.sub(actual).abs().max().ToDouble() < 1e-5);
    }

    [Fact]
    public void Survives_scores_whose_exponential_overflows()
    {
        using var scope = torch.NewDisposeScope();
        var query = torch.full(1, 1, 4, 100.0, dtype: torch.ScalarType.Float32);
        var keys = torch.tensor(new float[] { 1, 1, 1, 1, 2, 2, 2, 2 }, [1, 2, 4]);
        var values = torch.tensor(new float[] { 1, 1, 1, 1, 5, 5, 5, 5 }, [1, 2, 4]);

        var mixed = InferenceAttention.Cached(query, keys, values, 2, null, Scale);

        Assert.Equal([5f, 5f, 5f, 5f], mixed.data<float>().ToArray());
    }
}
