using System.Buffers;
using Xunit;

namespace MessagePack.Specs;

/// <summary>The reader and the writer used by hand, as the data plane's frame headers do.</summary>
public sealed class ReaderWriterSpecs
{
    [Fact]
    public void Writes_a_binary_header_and_payload_that_read_back_as_a_slice_of_the_input()
    {
        byte[] payload = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.Write("gradient");
        writer.WriteBinHeader(payload.Length);
        writer.WriteRaw(payload);
        writer.Flush();

        var reader = new MessagePackReader(buffer.WrittenMemory);
        Assert.Equal(2, reader.ReadArrayHeader());
        Assert.Equal("gradient", reader.ReadString());
        ReadOnlySequence<byte> read = reader.ReadBytes()!.Value;
        Assert.True(read.First.Span.Overlaps(buffer.WrittenSpan));
        Assert.Equal(payload, read.ToArray());
        Assert.True(reader.End);
    }

    [Fact]
    public void Hands_out_room_to_write_into()
    {
        var buffer = new ArrayBufferWriter<byte>(4);
        var writer = new MessagePackWriter(buffer);
        writer.Write(1);
        Span<byte> room = writer.GetSpan(5_000);
        room[..5_000].Fill(2);
        writer.Advance(5_000);
        writer.Write(3);
        writer.Flush();
        Assert.Equal(5_002, buffer.WrittenCount);
        Assert.Equal([1, 2, 3], buffer.WrittenSpan.ToArray().Distinct());
    }

    [Fact]
    public void Tells_the_kind_of_the_next_value_without_moving()
    {
        var reader = new MessagePackReader(Convert.FromHexString("C0C305CA00000000A0C40090" + "80D6FF00000000"));
        MessagePackType[] kinds =
        [
            MessagePackType.Nil, MessagePackType.Boolean, MessagePackType.Integer, MessagePackType.Float,
            MessagePackType.String, MessagePackType.Binary, MessagePackType.Array, MessagePackType.Map,
            MessagePackType.Extension,
        ];
        foreach (MessagePackType kind in kinds)
        {
            Assert.Equal(kind, reader.NextMessagePackType);
            reader.Skip();
        }

        Assert.True(reader.End);
    }

    [Fact]
    public void Peeks_ahead_with_a_copy()
    {
        var reader = new MessagePackReader(Convert.FromHexString("930102A161"));
        MessagePackReader peek = reader.CreatePeekReader();
        peek.Skip();
        Assert.True(peek.End);
        Assert.Equal(0, reader.Consumed);
        Assert.Equal(5, reader.ReadRaw().Length);
    }

    [Fact]
    public void Tries_nil_and_a_contiguous_string()
    {
        var reader = new MessagePackReader(Convert.FromHexString("C0A26869"));
        Assert.False(reader.TryReadStringSpan(out _));
        Assert.True(reader.TryReadNil());
        Assert.False(reader.TryReadNil());
        Assert.True(reader.TryReadStringSpan(out ReadOnlySpan<byte> text));
        Assert.Equal("hi"u8, text);
    }

    [Fact]
    public void Leaves_a_string_in_pieces_where_it_is()
    {
        var reader = new MessagePackReader(Pieces.Of(Convert.FromHexString("A3686979"), 2));
        Assert.False(reader.TryReadStringSpan(out _));
        Assert.Equal("hiy", reader.ReadString());
    }

    [Fact]
    public void Writes_and_reads_extensions_of_every_length()
    {
        foreach (int length in new[] { 0, 1, 2, 3, 4, 8, 9, 16, 17, 255, 256, 70_000 })
        {
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new MessagePackWriter(buffer);
            writer.WriteExtensionFormat(new ExtensionResult(42, new byte[length]));
            writer.Flush();
            var reader = new MessagePackReader(buffer.WrittenMemory);
            ExtensionResult read = reader.ReadExtensionFormat();
            Assert.Equal((42, length), (read.TypeCode, (int)read.Data.Length));
            Assert.True(reader.End);
        }
    }

    [Fact]
    public void Reads_floating_point_numbers_from_any_number()
    {
        Assert.Equal(2.5, MessagePackSerializer.Deserialize<double>(MessagePackSerializer.Serialize(2.5f)));
        Assert.Equal(2.5f, MessagePackSerializer.Deserialize<float>(MessagePackSerializer.Serialize(2.5)));
        Assert.Equal(-70_000, MessagePackSerializer.Deserialize<double>(MessagePackSerializer.Serialize(-70_000)));
        Assert.Equal(
            18446744073709551615d,
            MessagePackSerializer.Deserialize<double>(MessagePackSerializer.Serialize(ulong.MaxValue)));
    }

    [Fact]
    public void Turns_a_message_into_json()
    {
        byte[] bytes = MessagePackSerializer.Serialize(new Named { Loss = double.Epsilon, Task = "a\"\n\\b" });
        Assert.Equal(
            "{\"loss\":5E-324,\"tâche\":\"a\\\"\\n\\\\b\",\"seen\":null}", MessagePackSerializer.ConvertToJson(bytes));
        Assert.Equal("{\"1\":\"AQI=\"}", MessagePackSerializer.ConvertToJson(Convert.FromHexString("8101C4020102")));
        Assert.Equal("[5,\"AQ==\"]", MessagePackSerializer.ConvertToJson(Convert.FromHexString("D40501")));
        Assert.Equal(
            "\"1970-01-01T00:00:01.0000000Z\"",
            MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(DateTime.UnixEpoch.AddSeconds(1))));
    }
}
