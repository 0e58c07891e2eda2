namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// Bytes that are sent from or received into where they lie, without a copy. Who hands a block to the data plane leaves its
/// bytes alone until the data plane lets go of it; reading from several threads at once must be possible.
/// </summary>
internal abstract class Block : IDisposable
{
    /// <summary>Length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>A part of the bytes themselves.</summary>
    public abstract Span<byte> Bytes(long offset, int count);

    /// <summary>Gives back the memory.</summary>
    public abstract void Dispose();
}
