using System.Buffers;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// A block in arrays of the shared pool, of any length: pieces of one size, so that the pool meets few sizes and none is
/// larger than it keeps.
/// </summary>
internal sealed class PooledBlock : Block
{
    private const int PieceBits = 20;
    private const int PieceBytes = 1 << PieceBits;

    private readonly byte[][] pieces;
    private int disposed;

    /// <summary>Rents memory; what it holds is not cleared.</summary>
    public PooledBlock(long length)
    {
        Length = length;
        pieces = new byte[(length + PieceBytes - 1) >> PieceBits][];
        for (var piece = 0; piece < pieces.Length; piece++)
            pieces[piece] = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceBytes, length - ((long)piece << PieceBits)));
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <summary>A block that holds a copy of some bytes.</summary>
    public static PooledBlock CopyOf(ReadOnlySpan<byte> bytes)
    {
        PooledBlock block = new(bytes.Length);
        for (var offset = 0; offset < bytes.Length; offset += PieceBytes)
        {
            var count = Math.Min(PieceBytes, bytes.Length - offset);
            bytes.Slice(offset, count).CopyTo(block.Bytes(offset, count));
        }
        return block;
    }

    /// <summary>Copies the whole block out.</summary>
    public void CopyTo(Span<byte> target)
    {
        for (long offset = 0; offset < Length; offset += PieceBytes)
        {
            var count = (int)Math.Min(PieceBytes, Length - offset);
            Bytes(offset, count).CopyTo(target.Slice((int)offset, count));
        }
    }

    /// <inheritdoc/>
    /// <remarks>The part lies within one piece of 1 MiB: chunks are powers of two, so theirs always do.</remarks>
    public override Span<byte> Bytes(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (offset < 0 || offset + count > Length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{count} bytes from there are not within {Length}.");
        return count == 0 ? default : pieces[offset >> PieceBits].AsSpan((int)(offset & (PieceBytes - 1)), count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        foreach (var piece in pieces) ArrayPool<byte>.Shared.Return(piece);
    }
}
