using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

public sealed class TensorLayoutSpecs
{
    [Fact]
    public void Counts_elements_and_bytes()
    {
        Assert.Equal(48, new TensorLayout("w", TensorDataType.Float64, 2, 3).ByteCount);
        Assert.Equal(6, new TensorLayout("w", TensorDataType.Float64, 2, 3).ElementCount);
        Assert.Equal(1, new TensorLayout("scalar", TensorDataType.Float16).ElementCount);
        Assert.Equal(0, new TensorLayout("empty", TensorDataType.Int64, 5, 0).ByteCount);
    }

    [Fact]
    public void Compares_by_name_type_and_axes()
    {
        var layout = new TensorLayout("w", TensorDataType.Int8, 2, 3);

        Assert.Equal(layout, new TensorLayout("w", TensorDataType.Int8, 2, 3));
        Assert.Equal(layout.GetHashCode(), new TensorLayout("w", TensorDataType.Int8, 2, 3).GetHashCode());
        Assert.NotEqual(layout, new TensorLayout("w", TensorDataType.Int8, 3, 2));
        Assert.NotEqual(layout, new TensorLayout("w", TensorDataType.UInt8, 2, 3));
        Assert.NotEqual(layout, new TensorLayout("v", TensorDataType.Int8, 2, 3));
        Assert.Equal("w I8[2, 3]", layout.ToString());
    }

    [Fact]
    public void Refuses_a_negative_axis_and_more_bytes_than_can_be_counted()
    {
        Assert.Throws<ArgumentException>(() => new TensorLayout("w", TensorDataType.Int8, -1));
        Assert.Throws<ArgumentException>(() => new TensorLayout("w", TensorDataType.Int8, 1L << 32, 1L << 32));
        Assert.Throws<ArgumentException>(() => new TensorLayout("w", TensorDataType.Float64, 1L << 61));
    }
}
