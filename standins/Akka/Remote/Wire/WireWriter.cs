using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Writes numbers (big-endian), texts and frames into one growing buffer.</summary>
internal sealed class WireWriter
{
    private byte[] _buffer = new byte[4096];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Goes back to an earlier length; a buffer that grew large is given back.</summary>
    public void Reset(int length = 0)
    {
        Length = length;
        if (length == 0 && _buffer.Length > 1 << 20)
            _buffer = new byte[4096];
    }

    public void Byte(byte value) => Take(1)[0] = value;

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    /// <summary>A text in UTF-8 behind its length; null is the length -1.</summary>
    public void Text(string value)
    {
        if (value is null)
        {
            Int(-1);
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Int(count);
        Encoding.UTF8.GetBytes(value, Take(count));
    }

    /// <summary>Bytes behind their length.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Starts a frame; its length is filled in by <see cref="EndFrame"/>.</summary>
    public int BeginFrame(FrameKind kind)
    {
        var start = Length;
        Int(0);
        Byte((byte)kind);
        return start;
    }

    /// <summary>Ends the frame that began at <paramref name="start"/>; returns its length without the prefix.</summary>
    public int EndFrame(int start)
    {
        var length = Length - start - 4;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start), length);
        return length;
    }

    private Span<byte> Take(int count)
    {
        var needed = checked(Length + count);
        if (needed > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max(needed, 2L * _buffer.Length), Array.MaxLength));
        var span = _buffer.AsSpan(Length, count);
        Length = needed;
        return span;
    }
}
