using System.Buffers.Binary;

namespace MessagePack;

/// <content>Integers, in the fewest bytes that hold the value whatever its type; not negative ones unsigned.</content>
public ref partial struct MessagePackWriter
{
    private const int MinFixInt = -32;

    public void Write(byte value) => Write((ulong)value);

    public void Write(ushort value) => Write((ulong)value);

    public void Write(uint value) => Write((ulong)value);

    public void Write(char value) => Write((ulong)value);

    public void Write(sbyte value) => Write((long)value);

    public void Write(short value) => Write((long)value);

    public void Write(int value) => Write((long)value);

    public void Write(ulong value)
    {
        Span<byte> span = GetSpan(9);
        switch (value)
        {
            case <= MessagePackCode.MaxFixInt:
                span[0] = (byte)value;
                _used += 1;
                break;
            case <= byte.MaxValue:
                span[0] = MessagePackCode.UInt8;
                span[1] = (byte)value;
                _used += 2;
                break;
            case <= ushort.MaxValue:
                span[0] = MessagePackCode.UInt16;
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)value);
                _used += 3;
                break;
            case <= uint.MaxValue:
                span[0] = MessagePackCode.UInt32;
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)value);
                _used += 5;
                break;
            default:
                span[0] = MessagePackCode.UInt64;
                BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
                _used += 9;
                break;
        }
    }

    public void Write(long value)
    {
        if (value >= 0)
            Write((ulong)value);
        else
            WriteNegative(value);
    }

    private void WriteNegative(long value)
    {
        Span<byte> span = GetSpan(9);
        switch (value)
        {
            case >= MinFixInt:
                span[0] = unchecked((byte)value);
                _used += 1;
                break;
            case >= sbyte.MinValue:
                span[0] = MessagePackCode.Int8;
                span[1] = unchecked((byte)value);
                _used += 2;
                break;
            case >= short.MinValue:
                span[0] = MessagePackCode.Int16;
                BinaryPrimitives.WriteInt16BigEndian(span[1..], (short)value);
                _used += 3;
                break;
            case >= int.MinValue:
                span[0] = MessagePackCode.Int32;
                BinaryPrimitives.WriteInt32BigEndian(span[1..], (int)value);
                _used += 5;
                break;
            default:
                span[0] = MessagePackCode.Int64;
                BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
                _used += 9;
                break;
        }
    }
}
