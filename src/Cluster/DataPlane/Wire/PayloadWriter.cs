using System.Buffers.Binary;
using System.Text;

namespace Moe.Cluster.DataPlane.Wire;

/// <summary>Writes the payload of a control frame: whole numbers little-endian, texts with their length before them.</summary>
internal sealed class PayloadWriter
{
    /// <summary>Longest text in bytes.</summary>
    public const int TextBytesMax = 1024;

    private readonly List<byte> bytes = [];

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. bytes];

    public PayloadWriter Byte(byte value)
    {
        bytes.Add(value);
        return this;
    }

    public PayloadWriter Number(ushort value)
    {
        Span<byte> encoded = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(encoded, value);
        return Bytes(encoded);
    }

    public PayloadWriter Number(long value)
    {
        Span<byte> encoded = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(encoded, value);
        return Bytes(encoded);
    }

    public PayloadWriter Number(ulong value) => Number((long)value);

    /// <summary>A text, cut when it is longer than any reader takes.</summary>
    public PayloadWriter Text(string value)
    {
        var encoded = Encoding.UTF8.GetBytes(value).AsSpan();
        if (encoded.Length > TextBytesMax) encoded = encoded[..TextBytesMax];
        return Number((ushort)encoded.Length).Bytes(encoded);
    }

    public PayloadWriter Bytes(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }
}
