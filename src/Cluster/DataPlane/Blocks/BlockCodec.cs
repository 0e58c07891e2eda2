using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moe.Model.Weights;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// How the float32 numbers of a block are written while they travel. Rounding is to nearest, ties to even, and the same on
/// every machine; only <see cref="None"/> keeps every bit, and it is the default because same bits are promised.
/// <list type="bullet">
/// <item>bf16: 2 bytes a number; off by at most 2^-8 of the number itself; NaN stays NaN, what is beyond bfloat16's range becomes
/// infinite.</item>
/// <item>int8-N: groups of N numbers, each a scale (the largest magnitude / 127) and a byte a number; off by at most half a
/// scale. A group that holds a NaN or an infinity arrives as NaN throughout: neither may be hidden.</item>
/// </list>
/// </summary>
internal readonly record struct BlockCodec
{
    /// <summary>Every group size divides this, and so does every chunk.</summary>
    public const int GroupElementsMax = 256;

    private const int GroupElementsMin = 64;
    private const float Levels = 127;

    private BlockCodec(CodecKind kind, int groupElements) => (Kind, GroupElements) = (kind, groupElements);

    /// <summary>Bit by bit.</summary>
    public static BlockCodec None => default;

    /// <summary>Half the bytes.</summary>
    public static BlockCodec BFloat16 { get; } = new(CodecKind.BFloat16, 0);

    /// <summary>Every codec, none first.</summary>
    public static IReadOnlyList<BlockCodec> All { get; } = [None, BFloat16, Int8(64), Int8(128), Int8(256)];

    /// <summary>What is written.</summary>
    public CodecKind Kind { get; }

    /// <summary>Numbers of a group, for <see cref="CodecKind.Int8"/>; else 0.</summary>
    public int GroupElements { get; }

    /// <summary>About a quarter of the bytes.</summary>
    /// <param name="groupElements">64, 128 or 256.</param>
    public static BlockCodec Int8(int groupElements) => TryCreate(CodecKind.Int8, groupElements, out var codec)
        ? codec
        : throw new ArgumentOutOfRangeException(nameof(groupElements), groupElements, "Expected 64, 128 or 256.");

    /// <summary>The codec of a kind and group size; false when there is none.</summary>
    public static bool TryCreate(CodecKind kind, int groupElements, out BlockCodec codec)
    {
        codec = new BlockCodec(kind, groupElements);
        return kind switch
        {
            CodecKind.None or CodecKind.BFloat16 => groupElements == 0,
            CodecKind.Int8 => groupElements is GroupElementsMin or 2 * GroupElementsMin or GroupElementsMax,
            _ => false,
        };
    }

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">There is no such codec.</exception>
    public static BlockCodec Parse(string name) =>
        All.FirstOrDefault(codec => codec.ToString() == name) is var found && found.ToString() == name
            ? found
            : throw new FormatException($"There is no codec '{name}': expected {string.Join(", ", All)}.");

    /// <summary>Whether it can write numbers of a type: all but none need float32.</summary>
    public bool Fits(TensorDataType type) => Kind == CodecKind.None || type == TensorDataType.Float32;

    /// <summary>Bytes on the wire for so many bytes of a block.</summary>
    public int EncodedBytes(int bytes) => Kind switch
    {
        CodecKind.BFloat16 => bytes / 2,
        CodecKind.Int8 => bytes / sizeof(float) + (Groups(bytes / sizeof(float)) * sizeof(float)),
        _ => bytes,
    };

    /// <summary>Bytes of the block for so many bytes on the wire; -1 when no block is written in so many.</summary>
    public int DecodedBytes(int encoded)
    {
        if (Kind == CodecKind.None) return encoded;
        if (Kind == CodecKind.BFloat16) return encoded % sizeof(ushort) == 0 ? 2 * encoded : -1;
        var groupBytes = sizeof(float) + GroupElements;
        var groups = (encoded + groupBytes - 1) / groupBytes;
        var decoded = sizeof(float) * (encoded - (sizeof(float) * groups));
        return decoded >= 0 && EncodedBytes(decoded) == encoded ? decoded : -1;
    }

    /// <summary>Writes a part of a block that begins at a group's start.</summary>
    public void Encode(ReadOnlySpan<byte> block, Span<byte> wire)
    {
        if (Kind == CodecKind.None) block.CopyTo(wire);
        else if (Kind == CodecKind.BFloat16) EncodeBFloat16(MemoryMarshal.Cast<byte, uint>(block), MemoryMarshal.Cast<byte, ushort>(wire));
        else EncodeInt8(MemoryMarshal.Cast<byte, float>(block), wire);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public void Decode(ReadOnlySpan<byte> wire, Span<byte> block)
    {
        if (Kind == CodecKind.None) wire.CopyTo(block);
        else if (Kind == CodecKind.BFloat16) DecodeBFloat16(MemoryMarshal.Cast<byte, ushort>(wire), MemoryMarshal.Cast<byte, uint>(block));
        else DecodeInt8(wire, MemoryMarshal.Cast<byte, float>(block));
    }

    /// <summary>none, bf16, int8-64, int8-128 or int8-256.</summary>
    public override string ToString() => Kind switch
    {
        CodecKind.BFloat16 => "bf16",
        CodecKind.Int8 => string.Create(CultureInfo.InvariantCulture, $"int8-{GroupElements}"),
        _ => "none",
    };

    private int Groups(int elements) => (elements + GroupElements - 1) / GroupElements;

    // Plain loops over whole numbers without branches: the compiler's own vectors are not needed to outrun a network.
    private static void EncodeBFloat16(ReadOnlySpan<uint> numbers, Span<ushort> wire)
    {
        for (var at = 0; at < numbers.Length; at++)
        {
            var bits = numbers[at];
            var isNaN = (bits & 0x7FFFFFFF) > 0x7F800000;
            var rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
            wire[at] = (ushort)(isNaN ? (bits >> 16) | 0x40 : rounded);
        }
    }

    private static void DecodeBFloat16(ReadOnlySpan<ushort> wire, Span<uint> numbers)
    {
        for (var at = 0; at < numbers.Length; at++) numbers[at] = (uint)wire[at] << 16;
    }

    private void EncodeInt8(ReadOnlySpan<float> numbers, Span<byte> wire)
    {
        Span<float> levels = stackalloc float[GroupElementsMax];
        while (!numbers.IsEmpty)
        {
            var group = numbers[..Math.Min(GroupElements, numbers.Length)];
            var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(group));
            var scale = float.IsFinite(largest) ? largest / Levels : float.NaN;
            // Rounded up, the scale of the largest floats would decode to infinity.
            if (float.IsInfinity(scale * Levels)) scale = MathF.BitDecrement(scale);
            MemoryMarshal.Write(wire, scale);
            var bytes = MemoryMarshal.Cast<byte, sbyte>(wire.Slice(sizeof(float), group.Length));
            if (scale > 0)
            {
                var scaled = levels[..group.Length];
                TensorPrimitives.Divide(group, scale, scaled);
                TensorPrimitives.Round(scaled, scaled);
                // A scale among the smallest floats is itself rounded: the quotient may pass 127.
                TensorPrimitives.Clamp(scaled, -Levels, Levels, scaled);
                TensorPrimitives.ConvertTruncating(scaled, bytes);
            }
            else bytes.Clear();
            wire = wire[(sizeof(float) + group.Length)..];
            numbers = numbers[group.Length..];
        }
    }

    private void DecodeInt8(ReadOnlySpan<byte> wire, Span<float> numbers)
    {
        while (!numbers.IsEmpty)
        {
            var group = numbers[..Math.Min(GroupElements, numbers.Length)];
            var scale = MemoryMarshal.Read<float>(wire);
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(wire.Slice(sizeof(float), group.Length)), group);
            TensorPrimitives.Multiply(group, scale, group);
            wire = wire[(sizeof(float) + group.Length)..];
            numbers = numbers[group.Length..];
        }
    }
}
