using System.Buffers.Binary;

namespace MessagePack;

/// <content>
/// What stands before arrays, maps, strings, binaries and extensions; and times, which are extensions.
/// </content>
public ref partial struct MessagePackWriter
{
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    public void WriteArrayHeader(uint count)
    {
        if (count <= 15)
            WriteCode((byte)(MessagePackCode.MinFixArray | count));
        else
            WriteLength(count, null, MessagePackCode.Array16, MessagePackCode.Array32);
    }

    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    public void WriteMapHeader(uint count)
    {
        if (count <= 15)
            WriteCode((byte)(MessagePackCode.MinFixMap | count));
        else
            WriteLength(count, null, MessagePackCode.Map16, MessagePackCode.Map32);
    }

    /// <summary>Announces this many bytes of binary data, which the caller writes next.</summary>
    public void WriteBinHeader(int length) => WriteLength(
        checked((uint)length), MessagePackCode.Bin8, MessagePackCode.Bin16, MessagePackCode.Bin32);

    /// <summary>Announces a string of this many UTF-8 bytes, which the caller writes next.</summary>
    public void WriteStringHeader(int byteCount)
    {
        if (byteCount is >= 0 and <= 31)
            WriteCode((byte)(MessagePackCode.MinFixStr | byteCount));
        else
            WriteLength(checked((uint)byteCount), MessagePackCode.Str8, MessagePackCode.Str16, MessagePackCode.Str32);
    }

    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        byte? fixedCode = extensionHeader.Length switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            _ => null,
        };
        if (fixedCode is { } code)
            WriteCode(code);
        else
            WriteLength(extensionHeader.Length, MessagePackCode.Ext8, MessagePackCode.Ext16, MessagePackCode.Ext32);
        WriteCode(unchecked((byte)extensionHeader.TypeCode));
    }

    public void WriteExtensionFormat(ExtensionResult extensionData)
    {
        WriteExtensionFormatHeader(extensionData.Header);
        WriteRaw(extensionData.Data);
    }

    /// <summary>A time as the timestamp extension, in UTC; a time of unspecified kind is taken as UTC.</summary>
    public void Write(DateTime dateTime)
    {
        if (dateTime.Kind == DateTimeKind.Local)
            dateTime = dateTime.ToUniversalTime();
        long seconds = Timestamp.SecondsOf(dateTime);
        uint nanoseconds = Timestamp.NanosecondsOf(dateTime);
        Span<byte> data = stackalloc byte[12];
        if (seconds is < 0 or >= 1L << 34)
        {
            BinaryPrimitives.WriteUInt32BigEndian(data, nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(data[4..], seconds);
        }
        else if (nanoseconds != 0 || seconds > uint.MaxValue)
        {
            BinaryPrimitives.WriteUInt64BigEndian(data, ((ulong)nanoseconds << 34) | (ulong)seconds);
            data = data[..8];
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(data, (uint)seconds);
            data = data[..4];
        }

        WriteExtensionFormatHeader(new ExtensionHeader(Timestamp.TypeCode, data.Length));
        WriteBytes(data);
    }

    private void WriteLength(uint length, byte? code8, byte code16, byte code32)
    {
        Span<byte> span = GetSpan(HeaderBytesMax);
        if (code8 is { } code && length <= byte.MaxValue)
        {
            span[0] = code;
            span[1] = (byte)length;
            _used += 2;
        }
        else if (length <= ushort.MaxValue)
        {
            span[0] = code16;
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)length);
            _used += 3;
        }
        else
        {
            span[0] = code32;
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], length);
            _used += 5;
        }
    }
}
