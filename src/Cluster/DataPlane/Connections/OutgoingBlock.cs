using Moe.Cluster.DataPlane.Blocks;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>A block that is being sent straight out of where it lies. Everything here is guarded by its <see cref="Outbox"/>.</summary>
internal sealed class OutgoingBlock(uint stream, SharedBlock source)
{
    /// <summary>Which transfer.</summary>
    public uint Stream => stream;

    /// <summary>The block, held until the transfer is over.</summary>
    public SharedBlock Source => source;

    /// <summary>Bytes sent.</summary>
    public long Offset { get; set; }

    /// <summary>Bytes that the receiver still takes.</summary>
    public long Credit { get; set; }

    /// <summary>When it last moved or was granted credit.</summary>
    public long LastProgress { get; set; }

    /// <summary>Whether it waits in the queue or is with the writing thread.</summary>
    public bool IsActive { get; set; }

    /// <summary>What to say in place of the rest; null while it is wanted.</summary>
    public byte[]? Farewell { get; set; }

    /// <summary>Bytes not sent yet.</summary>
    public long Rest => source.Block.Length - Offset;
}
