using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

public sealed class SafeTensorsWriterSpecs
{
    private static readonly TensorLayout First = new("first", TensorDataType.Int32, 2);
    private static readonly TensorLayout Empty = new("empty", TensorDataType.Int16, 0);
    private static readonly TensorLayout Last = new("last", TensorDataType.UInt8, 3);

    [Fact]
    public void Writes_the_same_file_from_parts_as_from_wholes()
    {
        using var whole = new MemoryStream();
        var writer = new SafeTensorsWriter(whole, [Last, Empty, First]);
        writer.Write("first", [1, 0, 0, 0, 2, 0, 0, 0]);
        writer.Write("last", [7, 8, 9]);
        var expected = writer.Finish();

        using var parts = new MemoryStream();
        writer = new SafeTensorsWriter(parts, [First, Last, Empty]);
        Assert.Equal([First, Empty, Last], writer.Layouts);
        writer.Write("first", [1, 0, 0, 0, 2]);
        writer.Write("first", [0, 0, 0]);
        writer.Write("empty", []);
        foreach (var value in new byte[] { 7, 8, 9 })
            writer.Write("last", [value]);

        Assert.Equal(expected, writer.Finish());
        Assert.Equal(whole.ToArray(), parts.ToArray());
        Assert.Equal(0, BitConverter.ToInt64(whole.ToArray()) % 8);
    }

    [Fact]
    public void Refuses_numbers_out_of_turn_too_many_or_too_few()
    {
        var writer = new SafeTensorsWriter(Stream.Null, [First, Last]);

        Assert.Contains("first", Assert.Throws<InvalidOperationException>(() => writer.Write("last", [1])).Message);
        Assert.Throws<InvalidOperationException>(() => writer.Write("first", new byte[9]));
        writer.Write("first", new byte[8]);
        Assert.Throws<InvalidOperationException>(() => writer.Write("first", [1]));
        writer.Write("last", new byte[2]);
        Assert.Contains("2 of 3", Assert.Throws<InvalidOperationException>(() => writer.Finish()).Message);
        writer.Write("last", new byte[1]);
        Assert.Throws<InvalidOperationException>(() => writer.Write("last", [1]));
        writer.Finish();
    }

    [Fact]
    public void Refuses_one_name_twice_and_the_name_of_the_metadata()
    {
        Assert.Throws<ArgumentException>(() => new SafeTensorsWriter(Stream.Null, [First, First]));
        Assert.Throws<ArgumentException>(
            () => new SafeTensorsWriter(Stream.Null, [new TensorLayout("__metadata__", TensorDataType.Bool, 1)]));
    }
}
