namespace Moe.Cluster.DataPlane.Connections;

/// <summary>How a block is cut.</summary>
internal static class Chunks
{
    /// <summary>Usual length of a chunk: half of it and its checksum still fit a core's own cache.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>No chunk crosses a multiple of this, so that a receiver may keep a block in pieces of it.</summary>
    public const int BoundaryBytes = 1024 * 1024;

    /// <summary>Longest payload of a chunk frame; the codecs may need a few bytes more than the block itself.</summary>
    public const int PayloadBytesMax = BoundaryBytes + 1024;

    /// <summary>Bytes of the chunk at an offset, when so many may be sent.</summary>
    public static int CountAt(long offset, long most) => (int)Math.Min(most, Bytes - (offset % Bytes));

    /// <summary>Whether a chunk stays within its boundary.</summary>
    public static bool IsWithinBoundary(long offset, int count) => (offset % BoundaryBytes) + count <= BoundaryBytes;
}
