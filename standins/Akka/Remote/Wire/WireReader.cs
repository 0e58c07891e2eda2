using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote; anything that cannot be is refused.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _rest.Length;

    public byte Byte() => Take(1)[0];

    public bool Boolean() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"A flag is {other}, expected 0 or 1."),
    };

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public string Text()
    {
        var length = Int();
        if (length == -1)
            return null;
        try
        {
            return Strict.GetString(Take(length));
        }
        catch (DecoderFallbackException cause)
        {
            throw new InvalidDataException("A text is not UTF-8.", cause);
        }
    }

    public byte[] Bytes() => Take(Int()).ToArray();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException($"A part of {count} bytes was announced where {_rest.Length} are left.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
