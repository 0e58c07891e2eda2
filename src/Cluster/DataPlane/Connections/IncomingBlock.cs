using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>
/// A block that is being received, straight into its destination. While <see cref="IsReceiving"/> the destination belongs
/// to the reading thread: who gives up meanwhile has to wait for the end of the chunk.
/// </summary>
internal sealed class IncomingBlock(uint stream, IBlockReceiver receiver, byte[] notice)
{
    /// <summary>Which transfer.</summary>
    public uint Stream => stream;

    /// <summary>Whom the end is told.</summary>
    public IBlockReceiver Receiver => receiver;

    /// <summary>The frame that tells the other side that nobody wants it any more.</summary>
    public byte[] Notice => notice;

    /// <summary>Where the bytes go; null before the other side has said what they are.</summary>
    public Block? Destination { get; set; }

    /// <summary>What they are; null before the other side has said it.</summary>
    public BlockDescription? Description { get; set; }

    /// <summary>Bytes that are here and were checked.</summary>
    public long Offset { get; set; }

    /// <summary>Bytes that the other side may still send.</summary>
    public long Granted { get; set; }

    /// <summary>When the last bytes came.</summary>
    public long LastProgress { get; set; }

    /// <summary>Whether the reading thread is writing into the destination now.</summary>
    public bool IsReceiving { get; set; }

    /// <summary>Whether nobody wants it any more; what still comes is read and thrown away.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether its receiver was told the end.</summary>
    public bool IsTold { get; set; }
}
