using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>Frames over a stream. One thread reads and one writes; both block, so neither needs a pool's thread to go on.</summary>
internal sealed class FrameChannel(Stream stream, TimeProvider time, PeerCounters counters)
{
    // A header goes out together with the beginning of its chunk: alone it would wake the receiver for nothing.
    private const int JoinedBytesMax = 8192;

    private readonly byte[] headerIn = new byte[FrameHeader.Bytes];
    private readonly byte[] joined = new byte[JoinedBytesMax];
    private long lastHeard = time.GetTimestamp();

    /// <summary>Whose traffic it is.</summary>
    public PeerCounters Counters { get; set; } = counters;

    /// <summary>When the last byte came.</summary>
    public long LastHeard
    {
        get => Volatile.Read(ref lastHeard);
        set => Volatile.Write(ref lastHeard, value);
    }

    /// <summary>Reads a header.</summary>
    /// <returns>false at the stream's end between two frames.</returns>
    /// <exception cref="ProtocolFaultException">It is no sound header, or the stream ends within it.</exception>
    public bool TryReadHeader(out FrameHeader header)
    {
        header = default;
        var read = stream.Read(headerIn);
        if (read == 0) return false;
        if (read < headerIn.Length) Fill(headerIn.AsSpan(read));
        Heard(headerIn.Length);
        return FrameHeader.Read(headerIn, Chunks.PayloadBytesMax, out header) is { } fault
            ? throw new ProtocolFaultException(fault)
            : true;
    }

    /// <summary>Reads a frame's payload where it belongs and compares its checksum.</summary>
    /// <exception cref="ProtocolFaultException">It is damaged or cut.</exception>
    public void ReadPayload(in FrameHeader header, Span<byte> target)
    {
        // Summed piece by piece as they come, while they are still in the cache.
        var checksum = ~Fill(target);
        Heard(target.Length);
        if (checksum != header.PayloadChecksum)
            throw new ProtocolFaultException($"the payload of a {header.Type} frame of {header.Length} bytes does not have its checksum");
    }

    /// <summary>Reads a whole control frame into a buffer of <see cref="FrameHeader.ControlBytesMax"/> bytes.</summary>
    public bool TryRead(byte[] buffer, out FrameHeader header)
    {
        if (!TryReadHeader(out header)) return false;
        if (header.Length > buffer.Length) throw new ProtocolFaultException($"a {header.Type} frame before the greeting is over");
        ReadPayload(header, buffer.AsSpan(0, header.Length));
        return true;
    }

    /// <summary>Writes a whole control frame.</summary>
    public void Write(byte[] frame)
    {
        stream.Write(frame);
        Counters.Sent(frame.Length);
    }

    /// <summary>Writes a chunk.</summary>
    public void WriteChunk(uint streamId, long offset, ReadOnlySpan<byte> payload)
    {
        FrameHeader header = new(FrameType.Chunk, streamId, (ulong)offset, payload.Length, Crc32C.Of(payload));
        header.Write(joined);
        var joint = Math.Min(payload.Length, JoinedBytesMax - FrameHeader.Bytes);
        payload[..joint].CopyTo(joined.AsSpan(FrameHeader.Bytes));
        stream.Write(joined.AsSpan(0, FrameHeader.Bytes + joint));
        if (joint < payload.Length) stream.Write(payload[joint..]);
        Counters.Sent(FrameHeader.Bytes + payload.Length);
    }

    private uint Fill(Span<byte> target)
    {
        var sum = uint.MaxValue;
        while (!target.IsEmpty)
        {
            var read = stream.Read(target);
            if (read == 0) throw new ProtocolFaultException("the connection ended within a frame");
            LastHeard = time.GetTimestamp();
            sum = Crc32C.Append(sum, target[..read]);
            target = target[read..];
        }
        return sum;
    }

    private void Heard(int bytes)
    {
        LastHeard = time.GetTimestamp();
        Counters.Received(bytes);
    }
}
