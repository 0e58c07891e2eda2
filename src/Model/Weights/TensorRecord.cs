using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// A tensor of a weights file: its layout, and its numbers on request, without gaps, in C order, little-endian.
/// Numbers are read from the file each time, so a model of many gigabytes can be walked through with one tensor in
/// memory.
/// </summary>
public sealed class TensorRecord
{
    private readonly string file;
    private readonly TensorBytesReader read;

    internal TensorRecord(string file, TensorLayout layout, TensorBytesReader read)
    {
        (this.file, Layout, this.read) = (file, layout, read);
    }

    internal delegate void TensorBytesReader(Span<byte> destination);

    /// <summary>Name, type and shape together.</summary>
    public TensorLayout Layout { get; }

    /// <inheritdoc cref="TensorLayout.Name"/>
    public string Name => Layout.Name;

    /// <inheritdoc cref="TensorLayout.DataType"/>
    public TensorDataType DataType => Layout.DataType;

    /// <inheritdoc cref="TensorLayout.Shape"/>
    public long[] Shape => Layout.Shape;

    /// <inheritdoc cref="TensorLayout.ByteCount"/>
    public long ByteCount => Layout.ByteCount;

    /// <summary>Copies all bytes into <paramref name="destination"/>, the memory of a tensor for example.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> has not exactly <see cref="ByteCount"/> bytes.
    /// </exception>
    /// <exception cref="WeightsException">
    /// The file can no longer be read, or these bytes of it are damaged.
    /// </exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != ByteCount)
        {
            throw new ArgumentException(
                $"{file}: tensor {Layout} has {ByteCount} bytes, the destination {destination.Length}.",
                nameof(destination));
        }
        read(destination);
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="WeightsException">
    /// The bytes cannot be read, or are more than an array holds (2 GiB).
    /// </exception>
    public byte[] ToBytes()
    {
        var bytes = new byte[Bounded(ByteCount)];
        read(bytes);
        return bytes;
    }

    /// <summary>All numbers as singles; doubles are rounded.</summary>
    /// <exception cref="WeightsException">The numbers are integers, too many, or cannot be read.</exception>
    public float[] ToSingles()
    {
        var numbers = new float[Bounded(ByteCount) / DataType.Size()];
        if (DataType == TensorDataType.Float32 && BitConverter.IsLittleEndian)
        {
            read(MemoryMarshal.AsBytes(numbers.AsSpan()));
            return numbers;
        }
        var size = DataType.Size();
        ReadOnlySpan<byte> bytes = ToBytes();
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = ToSingle(bytes.Slice(index * size, size));
        return numbers;
    }

    /// <summary>All numbers of an integer tensor.</summary>
    /// <exception cref="WeightsException">The numbers are not integers, too many, or cannot be read.</exception>
    public long[] ToIntegers()
    {
        var numbers = new long[Bounded(ByteCount) / DataType.Size()];
        var size = DataType.Size();
        ReadOnlySpan<byte> bytes = ToBytes();
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = ToInteger(bytes.Slice(index * size, size));
        return numbers;
    }

    private long Bounded(long count) => count <= Array.MaxLength
        ? count
        : throw new WeightsException(
            $"{file}: tensor {Layout} has {ByteCount} bytes, more than one array holds ({Array.MaxLength}). "
            + "Split the tensor into smaller ones.");

    private float ToSingle(ReadOnlySpan<byte> number) => DataType switch
    {
        TensorDataType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(number),
        TensorDataType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(number),
        TensorDataType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
        TensorDataType.BFloat16 =>
            BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(number) << 16),
        _ => throw WrongType("floating-point numbers"),
    };

    private long ToInteger(ReadOnlySpan<byte> number) => DataType switch
    {
        TensorDataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(number),
        TensorDataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(number),
        TensorDataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(number),
        TensorDataType.Int8 => (sbyte)number[0],
        TensorDataType.UInt8 or TensorDataType.Bool => number[0],
        _ => throw WrongType("integers"),
    };

    private WeightsException WrongType(string expected) => new(
        $"{file}: tensor {Layout} was expected to hold {expected}. Take the tensor from a file that has it so, or "
        + "convert it before.");
}
