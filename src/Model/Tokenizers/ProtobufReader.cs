using System.Buffers.Binary;

namespace Moe.Model.Tokenizers;

/// <summary>
/// The fields of one protobuf message, one after the other (protobuf.dev, Encoding): a key of field number and wire type,
/// then a number in 7-bit groups, 4 or 8 bytes, or a length and as many bytes.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    /// <summary>Number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Value of a field that is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Value of a field that is text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Value of a field that is a float.</summary>
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no protobuf message.</exception>
    public bool Read()
    {
        if (rest.IsEmpty) return false;
        var key = Varint();
        (Field, Number) = ((int)(key >> 3), 0);
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                var length = Varint();
                Bytes = Take(length <= int.MaxValue ? (int)length : int.MaxValue);
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"field {Field} has wire type {key & 7}");
        }
        return true;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var group = Take(1)[0];
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80) return value;
        }
        throw new FormatException("a number is longer than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length) throw new FormatException($"field {Field} needs {count} bytes where {rest.Length} are left");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
