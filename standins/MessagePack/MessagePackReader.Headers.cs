using System.Buffers;

namespace MessagePack;

/// <content>Lengths and headers, and skipping over values of any kind.</content>
public ref partial struct MessagePackReader
{
    /// <summary>The number of elements that follow; refused when fewer bytes than elements are left.</summary>
    public int ReadArrayHeader()
    {
        byte code = ReadCode();
        uint count = code switch
        {
            >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => (uint)(code & 0x0f),
            MessagePackCode.Array16 => ReadBigEndian16(),
            MessagePackCode.Array32 => ReadBigEndian32(),
            _ => Refuse(code),
        };
        RequireBytes(count);
        return checked((int)count);
    }

    /// <summary>The number of pairs that follow; refused when fewer bytes than keys and values are left.</summary>
    public int ReadMapHeader()
    {
        byte code = ReadCode();
        uint count = code switch
        {
            >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => (uint)(code & 0x0f),
            MessagePackCode.Map16 => ReadBigEndian16(),
            MessagePackCode.Map32 => ReadBigEndian32(),
            _ => Refuse(code),
        };
        RequireBytes(2L * count);
        return checked((int)count);
    }

    public ExtensionHeader ReadExtensionFormatHeader()
    {
        byte code = ReadCode();
        uint length = code switch
        {
            MessagePackCode.FixExt1 => 1,
            MessagePackCode.FixExt2 => 2,
            MessagePackCode.FixExt4 => 4,
            MessagePackCode.FixExt8 => 8,
            MessagePackCode.FixExt16 => 16,
            MessagePackCode.Ext8 => ReadCode(),
            MessagePackCode.Ext16 => ReadBigEndian16(),
            MessagePackCode.Ext32 => ReadBigEndian32(),
            _ => Refuse(code),
        };
        var header = new ExtensionHeader(unchecked((sbyte)ReadCode()), length);
        RequireBytes(length);
        return header;
    }

    /// <summary>Passes over the next value and all it contains, without recursion.</summary>
    public void Skip()
    {
        for (long remaining = 1; remaining > 0; remaining--)
            remaining += SkipOne();
    }

    /// <summary>Passes over one value, or the header of an array or map, and counts the values inside.</summary>
    private long SkipOne()
    {
        byte code = NextCode;
        switch (MessagePackCode.ToMessagePackType(code))
        {
            case MessagePackType.Array:
                return ReadArrayHeader();
            case MessagePackType.Map:
                return 2L * ReadMapHeader();
            case MessagePackType.String:
                ReadRaw(ReadStringLength());
                return 0;
            case MessagePackType.Binary:
                ReadRaw(ReadBinLength());
                return 0;
            case MessagePackType.Extension:
                ReadExtensionFormat();
                return 0;
            case MessagePackType.Unknown:
                return Refuse(code);
            default:
                ReadRaw(1 + PayloadBytes(code));
                return 0;
        }
    }

    private static int PayloadBytes(byte code) => code switch
    {
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 1,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 2,
        MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 4,
        MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 8,
        _ => 0,
    };

    private uint ReadStringLength()
    {
        byte code = ReadCode();
        return code switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => (uint)(code & 0x1f),
            MessagePackCode.Str8 => ReadCode(),
            MessagePackCode.Str16 => ReadBigEndian16(),
            MessagePackCode.Str32 => ReadBigEndian32(),
            _ => Refuse(code),
        };
    }

    /// <summary>Older writers had no binary codes and wrote strings, so those are taken too.</summary>
    private uint ReadBinLength()
    {
        byte code = ReadCode();
        return code switch
        {
            MessagePackCode.Bin8 => ReadCode(),
            MessagePackCode.Bin16 or MessagePackCode.Str16 => ReadBigEndian16(),
            MessagePackCode.Bin32 or MessagePackCode.Str32 => ReadBigEndian32(),
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => (uint)(code & 0x1f),
            _ => Refuse(code),
        };
    }

    private ushort ReadBigEndian16()
    {
        if (!_input.TryReadBigEndian(out short value))
            ThrowEnd();
        return unchecked((ushort)value);
    }

    private uint ReadBigEndian32()
    {
        if (!_input.TryReadBigEndian(out int value))
            ThrowEnd();
        return unchecked((uint)value);
    }

    private ulong ReadBigEndian64()
    {
        if (!_input.TryReadBigEndian(out long value))
            ThrowEnd();
        return unchecked((ulong)value);
    }

    private static uint Refuse(byte code)
    {
        MessagePackSerializationException.ThrowUnexpectedCode(code);
        return 0;
    }
}
