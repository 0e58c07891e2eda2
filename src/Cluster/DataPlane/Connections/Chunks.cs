namespace Moe.Cluster.DataPlane.Connections;

/// <summary>How a block is cut.</summary>
internal static class Chunks
{
    /// <summary>
    /// No chunk crosses a multiple of this, so that a receiver may keep a block in pieces of it; the usual length of a chunk.
    /// </summary>
    public const int BoundaryBytes = 1024 * 1024;

    /// <summary>Longest payload of a chunk frame; the codecs may need a few bytes more than the block itself.</summary>
    public const int PayloadBytesMax = BoundaryBytes + 1024;

    /// <summary>Bytes of the chunk at an offset, when so many may be sent.</summary>
    public static int CountAt(long offset, long most) =>
        (int)Math.Min(most, BoundaryBytes - (offset % BoundaryBytes));

    /// <summary>Whether a chunk stays within its boundary.</summary>
    public static bool IsWithinBoundary(long offset, int count) => (offset % BoundaryBytes) + count <= BoundaryBytes;
}
