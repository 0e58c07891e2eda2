using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads MessagePack values from memory. Every length a message claims is checked against the bytes that are left
/// before anything is allocated. A number is read into any type that holds it.
/// </summary>
/// <remarks>
/// Reading past the end throws <see cref="EndOfStreamException"/>; a value of another kind throws
/// <see cref="MessagePackSerializationException"/>; a number that does not fit throws <see cref="OverflowException"/>.
/// </remarks>
public ref partial struct MessagePackReader
{
    private SequenceReader<byte> _input;

    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence) =>
        _input = new SequenceReader<byte>(readOnlySequence);

    public CancellationToken CancellationToken { get; set; }

    /// <summary>How many arrays, maps and objects have been entered and not left.</summary>
    public int Depth { get; set; }

    public readonly ReadOnlySequence<byte> Sequence => _input.Sequence;

    public readonly SequencePosition Position => _input.Position;

    public readonly long Consumed => _input.Consumed;

    public readonly bool End => _input.End;

    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    public readonly byte NextCode
    {
        get
        {
            if (!_input.TryPeek(out byte code))
                ThrowEnd();
            return code;
        }
    }

    /// <summary>A reader with this one's settings over another sequence.</summary>
    public readonly MessagePackReader Clone(scoped in ReadOnlySequence<byte> readOnlySequence) =>
        new(readOnlySequence) { CancellationToken = CancellationToken, Depth = Depth };

    /// <summary>A reader at the same place that can look ahead without moving this one.</summary>
    public readonly MessagePackReader CreatePeekReader() => this;

    public Nil ReadNil()
    {
        byte code = ReadCode();
        if (code != MessagePackCode.Nil)
            MessagePackSerializationException.ThrowUnexpectedCode(code);
        return Nil.Default;
    }

    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
            return false;
        _input.Advance(1);
        return true;
    }

    public bool ReadBoolean()
    {
        byte code = ReadCode();
        if (code is not (MessagePackCode.True or MessagePackCode.False))
            MessagePackSerializationException.ThrowUnexpectedCode(code);
        return code == MessagePackCode.True;
    }

    /// <summary>The bytes of a binary value, as a slice of the input; null for nil.</summary>
    public ReadOnlySequence<byte>? ReadBytes() => TryReadNil() ? null : ReadRaw(ReadBinLength());

    /// <summary>The UTF-8 bytes of a string, as a slice of the input; null for nil.</summary>
    public ReadOnlySequence<byte>? ReadStringSequence() => TryReadNil() ? null : ReadRaw(ReadStringLength());

    public string? ReadString()
    {
        if (TryReadNil())
            return null;
        uint length = ReadStringLength();
        if (_input.UnreadSpan.Length < length)
            return Encoding.UTF8.GetString(ReadRaw(length));
        string text = Encoding.UTF8.GetString(_input.UnreadSpan[..(int)length]);
        _input.Advance(length);
        return text;
    }

    /// <summary>
    /// The UTF-8 bytes of a string when they lie together in memory. Otherwise, and for nil, false, and the reader
    /// stays where it was.
    /// </summary>
    public bool TryReadStringSpan(out ReadOnlySpan<byte> span)
    {
        span = default;
        if (IsNil)
            return false;
        SequenceReader<byte> before = _input;
        uint length = ReadStringLength();
        RequireBytes(length);
        if (_input.UnreadSpan.Length < length)
        {
            _input = before;
            return false;
        }

        span = _input.UnreadSpan[..(int)length];
        _input.Advance(length);
        return true;
    }

    public DateTime ReadDateTime() => ReadDateTime(ReadExtensionFormatHeader());

    /// <summary>Reads the time whose extension header has been read already.</summary>
    public DateTime ReadDateTime(ExtensionHeader header)
    {
        if (header.TypeCode != Timestamp.TypeCode)
        {
            throw new MessagePackSerializationException(
                $"Extension TypeCode is invalid. typeCode: {header.TypeCode}");
        }

        Span<byte> data = stackalloc byte[12];
        if (header.Length > data.Length)
        {
            throw new MessagePackSerializationException(
                $"Length of extension was {header.Length}. Either 4, 8 or 12 were expected.");
        }

        data = data[..(int)header.Length];
        ReadRaw(header.Length).CopyTo(data);
        return Timestamp.Read(data);
    }

    public ExtensionResult ReadExtensionFormat()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        return new ExtensionResult(header.TypeCode, ReadRaw(header.Length));
    }

    /// <summary>The next <paramref name="length"/> bytes, whatever they mean, as a slice of the input.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length)
    {
        RequireBytes(length);
        ReadOnlySequence<byte> slice = _input.Sequence.Slice(_input.Position, length);
        _input.Advance(length);
        return slice;
    }

    /// <summary>The bytes of the next value with all it contains, as a slice of the input.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        SequencePosition start = Position;
        Skip();
        return Sequence.Slice(start, Position);
    }

    private byte ReadCode()
    {
        if (!_input.TryRead(out byte code))
            ThrowEnd();
        return code;
    }

    private readonly void RequireBytes(long count)
    {
        if (_input.Remaining < count)
            ThrowEnd();
    }

    [DoesNotReturn]
    private static void ThrowEnd() => throw new EndOfStreamException();
}
