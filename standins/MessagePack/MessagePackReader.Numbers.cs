namespace MessagePack;

/// <content>Integers of any width, and floating point numbers, which may have been written as integers.</content>
public ref partial struct MessagePackReader
{
    public byte ReadByte() => checked((byte)ReadInt64());

    public sbyte ReadSByte() => checked((sbyte)ReadInt64());

    public ushort ReadUInt16() => checked((ushort)ReadInt64());

    public short ReadInt16() => checked((short)ReadInt64());

    public uint ReadUInt32() => checked((uint)ReadInt64());

    public int ReadInt32() => checked((int)ReadInt64());

    public char ReadChar() => (char)ReadUInt16();

    public long ReadInt64()
    {
        byte code = ReadCode();
        return code == MessagePackCode.UInt64 ? checked((long)ReadBigEndian64()) : ReadSmallerInteger(code);
    }

    public ulong ReadUInt64()
    {
        byte code = ReadCode();
        return code == MessagePackCode.UInt64 ? ReadBigEndian64() : checked((ulong)ReadSmallerInteger(code));
    }

    public float ReadSingle()
    {
        byte code = ReadCode();
        return code switch
        {
            MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(ReadBigEndian32()),
            MessagePackCode.Float64 => (float)BitConverter.UInt64BitsToDouble(ReadBigEndian64()),
            MessagePackCode.UInt64 => ReadBigEndian64(),
            _ => ReadSmallerInteger(code),
        };
    }

    public double ReadDouble()
    {
        byte code = ReadCode();
        return code switch
        {
            MessagePackCode.Float64 => BitConverter.UInt64BitsToDouble(ReadBigEndian64()),
            MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(ReadBigEndian32()),
            MessagePackCode.UInt64 => ReadBigEndian64(),
            _ => ReadSmallerInteger(code),
        };
    }

    /// <summary>The integer after a first byte that is not the one of unsigned 64-bit integers.</summary>
    private long ReadSmallerInteger(byte code) => code switch
    {
        <= MessagePackCode.MaxFixInt => code,
        >= MessagePackCode.MinNegativeFixInt => unchecked((sbyte)code),
        MessagePackCode.UInt8 => ReadCode(),
        MessagePackCode.Int8 => unchecked((sbyte)ReadCode()),
        MessagePackCode.UInt16 => ReadBigEndian16(),
        MessagePackCode.Int16 => unchecked((short)ReadBigEndian16()),
        MessagePackCode.UInt32 => ReadBigEndian32(),
        MessagePackCode.Int32 => unchecked((int)ReadBigEndian32()),
        MessagePackCode.Int64 => unchecked((long)ReadBigEndian64()),
        _ => Refuse(code),
    };
}
