using Moe.Model.Layers;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Layers;

public sealed class PositionBiasSpecs
{
    // Distances key - query with 32 buckets and a largest distance of 128, by the formula of Hugging Face's T5.
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 1, 1)]
    [InlineData(1, 17, 0)]
    [InlineData(-7, 7, 7)]
    [InlineData(8, 24, 0)]
    [InlineData(-11, 8, 11)]
    [InlineData(-12, 9, 12)]
    [InlineData(-20, 10, 17)]
    [InlineData(-33, 12, 21)]
    [InlineData(-91, 15, 29)]
    [InlineData(127, 31, 0)]
    [InlineData(-500, 15, 31)]
    public void Sorts_distances_into_buckets(int distance, int inEncoder, int inDecoder)
    {
        Assert.Equal(inEncoder, PositionBias.Bucket(distance, isDecoder: false, 32, 128));
        Assert.Equal(inDecoder, PositionBias.Bucket(distance, isDecoder: true, 32, 128));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 9)]
    [InlineData(true, 9)]
    public void Puts_the_number_of_its_distance_at_every_pair_and_gives_its_gradient_back(bool isDecoder, int length)
    {
        using var scope = torch.NewDisposeScope();
        var table_KH = torch.arange(16, torch.ScalarType.Float32, torch.CPU).view(8, 2).detach().requires_grad_();
        var square = PositionBias.Square(table_KH, length, isDecoder, distanceMax: 16);
        square.sum().backward();

        var counts = new float[8];
        Assert.Equal([2, length, length], square.shape);
        for (var query = 0; query < length; query++)
        {
            for (var key = 0; key < length; key++)
            {
                var bucket = PositionBias.Bucket(key - query, isDecoder, 8, 16);
                counts[bucket]++;
                for (var head = 0; head < 2; head++)
                    Assert.Equal(2 * bucket + head, square[head, query, key].ToSingle());
            }
        }
        Assert.Equal(counts, table_KH.grad!.select(1, 0).contiguous().data<float>().ToArray());
    }

    [Fact]
    public void A_decoders_row_is_the_last_of_the_square_up_to_its_position()
    {
        using var scope = torch.NewDisposeScope();
        var table_KH = torch.arange(16, torch.ScalarType.Float32, torch.CPU).view(8, 2);
        var square = PositionBias.Square(table_KH, 7, isDecoder: true, distanceMax: 16);

        var row = PositionBias.Row(table_KH, 6, distanceMax: 16);

        Assert.Equal(square.narrow(1, 6, 1).contiguous().data<float>().ToArray(), row.contiguous().data<float>().ToArray());
    }
}
