using System.Buffers;
using Xunit;

namespace MessagePack.Specs;

/// <summary>The bytes of single values, as the MessagePack specification gives them.</summary>
public sealed class EncodingSpecs
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "CC80")]
    [InlineData(255, "CCFF")]
    [InlineData(256, "CD0100")]
    [InlineData(65535, "CDFFFF")]
    [InlineData(65536, "CE00010000")]
    [InlineData(4294967295, "CEFFFFFFFF")]
    [InlineData(4294967296, "CF0000000100000000")]
    [InlineData(-1, "FF")]
    [InlineData(-32, "E0")]
    [InlineData(-33, "D0DF")]
    [InlineData(-128, "D080")]
    [InlineData(-129, "D1FF7F")]
    [InlineData(-32769, "D2FFFF7FFF")]
    [InlineData(-2147483649, "D3FFFFFFFF7FFFFFFF")]
    public void Writes_an_integer_in_its_shortest_form(long value, string hex)
    {
        Assert.Equal(hex, Hex(value));
        Assert.Equal(value, MessagePackSerializer.Deserialize<long>(Convert.FromHexString(hex)));
    }

    [Fact]
    public void Writes_equal_numbers_of_every_integer_type_alike()
    {
        Assert.Equal("CCC8", Hex((byte)200));
        Assert.Equal("CCC8", Hex((short)200));
        Assert.Equal("CCC8", Hex(200u));
        Assert.Equal("CCC8", Hex(200ul));
        Assert.Equal("CCC8", Hex('\u00c8'));
        Assert.Equal("E0", Hex((sbyte)-32));
    }

    [Fact]
    public void Keeps_floats_at_32_and_doubles_at_64_bits()
    {
        Assert.Equal("CA3FC00000", Hex(1.5f));
        Assert.Equal("CB3FF8000000000000", Hex(1.5));
        Assert.Equal("CA80000000", Hex(-0f));
        Assert.Equal("CB7FF0000000000000", Hex(double.PositiveInfinity));
    }

    [Theory]
    [InlineData(0, "A0")]
    [InlineData(31, "BF")]
    [InlineData(32, "D920")]
    [InlineData(255, "D9FF")]
    [InlineData(256, "DA0100")]
    [InlineData(65535, "DAFFFF")]
    [InlineData(65536, "DB00010000")]
    public void Chooses_the_string_header_by_the_number_of_bytes(int length, string header)
    {
        byte[] bytes = MessagePackSerializer.Serialize(new string('x', length));
        Assert.Equal(header, Convert.ToHexString(bytes.AsSpan(0, bytes.Length - length)));
        Assert.Equal(length, MessagePackSerializer.Deserialize<string>(bytes).Length);
    }

    [Fact]
    public void Counts_a_string_in_utf8_bytes_and_not_in_letters() => Assert.Equal("A4C3A9C3A9", Hex("éé"));

    [Theory]
    [InlineData(0, "C400")]
    [InlineData(255, "C4FF")]
    [InlineData(256, "C50100")]
    [InlineData(65536, "C600010000")]
    public void Writes_bytes_as_binary_data_from_every_type_that_holds_them(int length, string header)
    {
        var content = new byte[length];
        string hex = header + Convert.ToHexString(content);
        Assert.Equal(hex, Hex(content));
        Assert.Equal(hex, Hex<ReadOnlyMemory<byte>>(content));
        Assert.Equal(hex, Hex<Memory<byte>>(content));
        Assert.Equal(hex, Hex(new ReadOnlySequence<byte>(content)));
    }

    [Theory]
    [InlineData(15, "9F")]
    [InlineData(16, "DC0010")]
    [InlineData(65536, "DD00010000")]
    public void Chooses_the_array_header_by_the_count(int count, string header)
    {
        Assert.StartsWith(header, Hex(new int[count]));
        Assert.StartsWith(header, Hex(new List<bool>(new bool[count])));
    }

    [Theory]
    [InlineData(15, "8F")]
    [InlineData(16, "DE0010")]
    [InlineData(65536, "DF00010000")]
    public void Chooses_the_map_header_by_the_count(int count, string header) =>
        Assert.StartsWith(header, Hex(Enumerable.Range(0, count).ToDictionary(i => i)));

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "D6FF00000000")]
    [InlineData("2106-02-07T06:28:15Z", "D6FFFFFFFFFF")]
    [InlineData("2106-02-07T06:28:16Z", "D7FF0000000100000000")]
    [InlineData("1970-01-01T00:00:00.0000001Z", "D7FF0000019000000000")]
    [InlineData("1969-12-31T23:59:59Z", "C70CFF00000000FFFFFFFFFFFFFFFF")]
    [InlineData("2514-05-30T01:53:04Z", "C70CFF000000000000000400000000")]
    public void Writes_a_time_as_the_shortest_timestamp(string time, string hex)
    {
        DateTime value = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
        Assert.Equal(hex, Hex(value));
        DateTime read = MessagePackSerializer.Deserialize<DateTime>(Convert.FromHexString(hex));
        Assert.Equal(value, read);
        Assert.Equal(DateTimeKind.Utc, read.Kind);
    }

    [Fact]
    public void Writes_a_guid_as_its_text()
    {
        var id = Guid.Parse("11223344-5566-7788-99aa-bbccddeeff00");
        Assert.Equal("D924" + Convert.ToHexString("11223344-5566-7788-99aa-bbccddeeff00"u8), Hex(id));
        Assert.Equal(id, MessagePackSerializer.Deserialize<Guid>(MessagePackSerializer.Serialize(id)));
    }

    [Fact]
    public void Writes_the_other_simple_types_as_the_original_does()
    {
        Assert.Equal("C0", Hex<string?>(null));
        Assert.Equal("C0", Hex<int?>(null));
        Assert.Equal("C3", Hex<bool?>(true));
        Assert.Equal("CCC8", Hex(Kind.Decoder));
        Assert.Equal("A7" + Convert.ToHexString("-12.340"u8), Hex(-12.340m));
        Assert.Equal("CE00989680", Hex(TimeSpan.FromSeconds(1)));
        Assert.Equal("92D6FF00000E103C", Hex(new DateTimeOffset(1970, 1, 1, 1, 0, 0, TimeSpan.FromHours(1))));
        Assert.Equal("9201A161", Hex((1, "a")));
        Assert.Equal("9201A161", Hex(Tuple.Create(1, "a")));
        Assert.Equal("92A16101", Hex(KeyValuePair.Create("a", 1)));
    }

    private static string Hex<T>(T value) => Convert.ToHexString(MessagePackSerializer.Serialize(value));
}
