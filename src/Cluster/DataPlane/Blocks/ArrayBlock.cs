namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>A block in an array that belongs to whoever made it.</summary>
internal sealed class ArrayBlock(Memory<byte> bytes) : Block
{
    /// <summary>A new array.</summary>
    public ArrayBlock(int length) : this(new byte[length])
    {
    }

    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override Span<byte> Bytes(long offset, int count) => bytes.Span.Slice((int)offset, count);

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The array is the owner's.
    }
}
