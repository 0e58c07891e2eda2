using Moe.Cluster.DataPlane.Wire;
using Moe.Model.Weights;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>What the bytes of a block are.</summary>
/// <param name="Type">Type of a number.</param>
/// <param name="Shape">Sizes; at most 8 of them, none negative.</param>
/// <param name="Codec">How they are written while they travel.</param>
internal sealed record BlockDescription(TensorDataType Type, IReadOnlyList<long> Shape, BlockCodec Codec)
{
    private const int DimensionsMax = 8;

    /// <summary>Length of the block in bytes.</summary>
    public long Bytes => Shape.Aggregate((long)Type.Size(), (bytes, size) => checked(bytes * size));

    /// <summary>Plain bytes.</summary>
    public static BlockDescription OfBytes(long length) => new(TensorDataType.UInt8, [length], BlockCodec.None);

    /// <inheritdoc/>
    public bool Equals(BlockDescription? other) =>
        other is not null && Type == other.Type && Codec == other.Codec && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape.Aggregate(HashCode.Combine(Type, Codec), HashCode.Combine);

    internal void Write(PayloadWriter payload)
    {
        payload.Byte((byte)Type).Byte((byte)Codec.Kind).Number((ushort)Codec.GroupElements).Byte((byte)Shape.Count);
        foreach (var size in Shape) payload.Number(size);
    }

    /// <summary>Reads a description and checks every part of it; null when any is unsound.</summary>
    internal static BlockDescription? Read(ref PayloadReader payload)
    {
        var type = (TensorDataType)payload.Byte();
        var kind = (CodecKind)payload.Byte();
        var group = payload.Short();
        var dimensions = payload.Byte();
        if (!payload.IsSound || dimensions > DimensionsMax || !Enum.IsDefined(type)) return null;
        var shape = new long[dimensions];
        // Counted in 128 bits and cut at once: no sizes from outside may wrap around to a small product.
        Int128 bytes = type.Size();
        for (var dimension = 0; dimension < dimensions; dimension++)
        {
            shape[dimension] = payload.Number();
            if (shape[dimension] < 0) return null;
            bytes *= shape[dimension];
            if (bytes > long.MaxValue) return null;
        }
        return payload.IsSound && BlockCodec.TryCreate(kind, group, out var codec) && codec.Fits(type)
            ? new BlockDescription(type, shape, codec)
            : null;
    }
}
