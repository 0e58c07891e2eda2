using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>What a message carries in place of a block: enough to fetch it, some dozens of bytes.</summary>
/// <param name="Node">Whose it is.</param>
/// <param name="Id">Its lease there.</param>
/// <param name="Description">What it is.</param>
internal sealed record BlockHandle(PeerIdentity Node, ulong Id, BlockDescription Description)
{
    /// <summary>The handle as bytes, for a message.</summary>
    public byte[] ToBytes()
    {
        var payload = new PayloadWriter()
            .Text(Node.Address.Host).Number((ushort)Node.Address.Port).Number(Node.Incarnation).Number(Id);
        Description.Write(payload);
        return payload.ToArray();
    }

    /// <summary>Reads a handle.</summary>
    /// <exception cref="FormatException">The bytes are no handle.</exception>
    public static BlockHandle FromBytes(ReadOnlySpan<byte> bytes)
    {
        PayloadReader payload = new(bytes);
        PeerAddress address = new(payload.Text(), payload.Short());
        PeerIdentity node = new(address, (ulong)payload.Number());
        var id = (ulong)payload.Number();
        return BlockDescription.Read(ref payload) is { } description && payload.IsWhole
            ? new BlockHandle(node, id, description)
            : throw new FormatException($"{bytes.Length} bytes are no handle of a block.");
    }
}
