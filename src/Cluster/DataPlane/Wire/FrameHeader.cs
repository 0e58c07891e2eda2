using System.Buffers.Binary;

namespace Moe.Cluster.DataPlane.Wire;

/// <summary>
/// The first 28 bytes of every frame, little-endian: payload length (4), type (1), zero (3), stream (4), argument (8),
/// CRC-32C of the payload (4), CRC-32C of the 24 bytes before (4).
/// </summary>
/// <param name="Type">What it says.</param>
/// <param name="Stream">Which transfer it belongs to; 0: the connection.</param>
/// <param name="Argument">Offset, credit, id or counter, by type.</param>
/// <param name="Length">Bytes of payload after the header.</param>
/// <param name="PayloadChecksum">CRC-32C of the payload.</param>
internal readonly record struct FrameHeader(FrameType Type, uint Stream, ulong Argument, int Length, uint PayloadChecksum)
{
    /// <summary>Length of a header.</summary>
    public const int Bytes = 28;

    /// <summary>Longest payload of any frame but Chunk.</summary>
    public const int ControlBytesMax = 4096;

    private const int Checked = Bytes - sizeof(uint);

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)Type);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Stream);
        BinaryPrimitives.WriteUInt64LittleEndian(target[12..], Argument);
        BinaryPrimitives.WriteUInt32LittleEndian(target[20..], PayloadChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target[Checked..], Crc32C.Of(target[..Checked]));
    }

    /// <summary>Reads a header and checks it before anything is allocated or read for it.</summary>
    /// <param name="source">28 bytes.</param>
    /// <param name="chunkBytesMax">Longest payload of a Chunk.</param>
    /// <param name="header">The header, when it is sound.</param>
    /// <returns>null, or what is wrong with it.</returns>
    public static string? Read(ReadOnlySpan<byte> source, int chunkBytesMax, out FrameHeader header)
    {
        header = default;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(source[Checked..]);
        if (checksum != Crc32C.Of(source[..Checked]))
            return "a frame's header does not have its checksum; the bytes are damaged, or the other side speaks another protocol";
        var length = BinaryPrimitives.ReadInt32LittleEndian(source);
        var type = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        if (type is < (uint)FrameType.Hello or > (uint)FrameType.Bye) return $"there is no frame of type {type}";
        var longest = (FrameType)type == FrameType.Chunk ? chunkBytesMax : ControlBytesMax;
        if (length < 0 || length > longest)
            return $"a {(FrameType)type} frame announces {(uint)length} bytes of payload, allowed are at most {longest}";
        header = new FrameHeader(
            (FrameType)type,
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[12..]),
            length,
            BinaryPrimitives.ReadUInt32LittleEndian(source[20..]));
        return null;
    }

    /// <summary>A whole frame with a short payload.</summary>
    public static byte[] Frame(FrameType type, uint stream, ulong argument, ReadOnlySpan<byte> payload = default)
    {
        if (payload.Length > ControlBytesMax)
        {
            throw new ArgumentException(
                $"A {type} frame of {payload.Length} bytes, at most {ControlBytesMax} are allowed.", nameof(payload));
        }
        var frame = new byte[Bytes + payload.Length];
        new FrameHeader(type, stream, argument, payload.Length, Crc32C.Of(payload)).Write(frame);
        payload.CopyTo(frame.AsSpan(Bytes));
        return frame;
    }
}
