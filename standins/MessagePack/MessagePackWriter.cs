using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>
/// Writes MessagePack values, each in its shortest form, into a buffer writer. What has been written reaches the
/// buffer writer at <see cref="Flush"/>.
/// </summary>
public ref partial struct MessagePackWriter
{
    private const int HeaderBytesMax = 5;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _lent;
    private int _used;

    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _output = writer;
    }

    public CancellationToken CancellationToken { get; set; }

    /// <summary>A writer with this one's settings onto another buffer writer.</summary>
    public readonly MessagePackWriter Clone(IBufferWriter<byte> writer) =>
        new(writer) { CancellationToken = CancellationToken };

    public void Flush()
    {
        if (_used > 0)
            _output.Advance(_used);
        _lent = default;
        _used = 0;
    }

    /// <summary>Room for at least <paramref name="length"/> bytes at the writer's position.</summary>
    public Span<byte> GetSpan(int length)
    {
        if (_lent.Length - _used < length || _lent.Length == _used)
        {
            Flush();
            _lent = _output.GetSpan(length);
        }

        return _lent[_used..];
    }

    public void Advance(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(_lent.Length - _used), nameof(length));
        _used += length;
    }

    public void WriteNil() => WriteCode(MessagePackCode.Nil);

    public void Write(bool value) => WriteCode(value ? MessagePackCode.True : MessagePackCode.False);

    public void Write(float value)
    {
        Span<byte> span = GetSpan(5);
        span[0] = MessagePackCode.Float32;
        BinaryPrimitives.WriteSingleBigEndian(span[1..], value);
        _used += 5;
    }

    public void Write(double value)
    {
        Span<byte> span = GetSpan(9);
        span[0] = MessagePackCode.Float64;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        _used += 9;
    }

    public void Write(byte[]? src)
    {
        if (src is null)
            WriteNil();
        else
            Write(src.AsSpan());
    }

    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteBytes(src);
    }

    public void Write(in ReadOnlySequence<byte> src)
    {
        WriteBinHeader(checked((int)src.Length));
        WriteRaw(src);
    }

    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            Write(value.AsSpan());
    }

    public void Write(scoped ReadOnlySpan<char> value)
    {
        int byteCount = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(byteCount);
        Span<byte> span = GetSpan(byteCount);
        _used += Encoding.UTF8.GetBytes(value, span);
    }

    public void WriteString(ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteBytes(utf8stringBytes);
    }

    public void WriteString(in ReadOnlySequence<byte> utf8stringBytes)
    {
        WriteStringHeader(checked((int)utf8stringBytes.Length));
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Bytes that are MessagePack already, as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> rawMessagePackBlock) => WriteBytes(rawMessagePackBlock);

    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (ReadOnlyMemory<byte> segment in rawMessagePackBlock)
            WriteBytes(segment.Span);
    }

    private void WriteCode(byte code)
    {
        GetSpan(1)[0] = code;
        _used++;
    }

    private void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Span<byte> span = GetSpan(1);
            int count = Math.Min(bytes.Length, span.Length);
            bytes[..count].CopyTo(span);
            _used += count;
            bytes = bytes[count..];
        }
    }
}
