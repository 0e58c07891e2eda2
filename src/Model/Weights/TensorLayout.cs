namespace Moe.Model.Weights;

/// <summary>What a tensor of a file is, without its numbers.</summary>
public sealed record TensorLayout
{
    /// <summary>A tensor of the given shape; a scalar has no axes.</summary>
    /// <exception cref="ArgumentException">An axis is negative, or the bytes do not fit 63 bits.</exception>
    public TensorLayout(string name, TensorDataType dataType, params IReadOnlyList<long> shape)
    {
        if (!TryCountBytes(dataType, shape, out var byteCount))
        {
            throw new ArgumentException(
                $"Tensor '{name}': shape [{string.Join(", ", shape)}] has a negative axis or is too large.",
                nameof(shape));
        }
        (Name, DataType, Shape, ByteCount) = (name, dataType, [.. shape], byteCount);
    }

    /// <summary>Unique in its file.</summary>
    public string Name { get; }

    /// <summary>Type of each number.</summary>
    public TensorDataType DataType { get; }

    /// <summary>Size of each axis, outermost first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>Bytes of all numbers without gaps, in C order.</summary>
    public long ByteCount { get; }

    /// <summary>Product of the axes; 1 for a scalar.</summary>
    public long ElementCount => ByteCount / DataType.Size();

    /// <summary>Same name, type and axes.</summary>
    public bool Equals(TensorLayout? other) =>
        other is not null && Name == other.Name && DataType == other.DataType
        && Shape.AsSpan().SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DataType, ByteCount);

    /// <summary>Name, type and shape, for messages.</summary>
    public override string ToString() => $"{Name} {DataType.SafeTensorsName()}[{string.Join(", ", Shape)}]";

    /// <summary>Bytes of a dense tensor; false when an axis is negative or the count overflows.</summary>
    internal static bool TryCountBytes(TensorDataType dataType, IReadOnlyList<long> shape, out long byteCount)
    {
        var size = (Int128)dataType.Size();
        byteCount = 0;
        var empty = false;
        foreach (var axis in shape)
        {
            if (axis < 0)
                return false;
            empty |= axis == 0;
            size *= Math.Max(axis, 1);
            if (size > long.MaxValue)
                return false;
        }
        byteCount = empty ? 0 : (long)size;
        return true;
    }
}
