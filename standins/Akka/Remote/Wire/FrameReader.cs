using System.Buffers.Binary;

namespace Akka.Remote.Wire;

/// <summary>Takes frames off a connection, in the thread of the caller.</summary>
internal sealed class FrameReader(ByteLine line)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _to;

    /// <summary>The next frame without its prefix, valid until the next call; empty at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The announced length is more than <paramref name="longest"/> or not
    /// positive, or the stream ends inside a frame.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public ReadOnlySpan<byte> Next(int longest)
    {
        if (!Fill(4))
            return [];
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_from));
        if (length <= 0 || length > longest)
            throw new InvalidDataException($"A frame of {length} bytes was announced; 1 to {longest} are allowed.");
        _from += 4;
        if (!Fill(length))
            throw new InvalidDataException("The stream ended inside a frame.");
        var frame = _buffer.AsSpan(_from, length);
        _from += length;
        return frame;
    }

    private bool Fill(int count)
    {
        if (_to - _from < count && _from + count > _buffer.Length)
            MakeRoom(count);
        while (_to - _from < count)
        {
            var received = line.Receive(_buffer.AsSpan(_to));
            if (received == 0)
                return _to == _from ? false : throw new InvalidDataException("The stream ended inside a frame.");
            _to += received;
        }

        return true;
    }

    // The length has been checked: the buffer never grows beyond the longest frame that is allowed.
    private void MakeRoom(int count)
    {
        var kept = _buffer.AsSpan(_from, _to - _from);
        var target = count > _buffer.Length ? new byte[count] : _buffer;
        kept.CopyTo(target);
        _to -= _from;
        _from = 0;
        _buffer = target;
    }
}
