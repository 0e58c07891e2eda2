using System.Buffers;

namespace MessagePack.Specs;

/// <summary>One message cut into memory that does not lie together, as it comes from a network.</summary>
internal sealed class Pieces : ReadOnlySequenceSegment<byte>
{
    public static ReadOnlySequence<byte> Of(byte[] bytes, int pieceBytes)
    {
        Pieces? first = null;
        Pieces? last = null;
        for (int at = 0; at < bytes.Length; at += pieceBytes)
        {
            byte[] piece = bytes[at..Math.Min(bytes.Length, at + pieceBytes)];
            var next = new Pieces { Memory = piece, RunningIndex = at };
            if (last is not null)
                last.Next = next;
            first ??= next;
            last = next;
        }

        return first is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }
}
