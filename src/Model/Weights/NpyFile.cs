using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// NumPy's .npy files: one array of singles, doubles or 64-bit integers in C order. Task vectors (task_vecs.npy) and
/// routes (route.npy) are such files. Versions 1 to 3 of the format are read, version 1 is written.
/// </summary>
public static class NpyFile
{
    private const string What = "a .npy file";
    private const int VersionOffset = 6;
    private const int LengthOffset = 8;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the array of <paramref name="path"/> into memory; the record is named after the file.</summary>
    /// <exception cref="WeightsException">
    /// The file is missing, cut, damaged, or holds another kind of array.
    /// </exception>
    public static TensorRecord Read(string path)
    {
        var content = FileBytes.Read(path, What, Array.MaxLength);
        var dataStart = ReadHeader(path, content, out var header);
        var layout = NpyHeader.Parse(path, header);
        if (content.Length - dataStart != layout.ByteCount)
        {
            throw new WeightsException(
                $"{path}: {content.Length - dataStart} bytes of numbers, expected {layout.ByteCount} for {layout}. "
                + "The file is cut or something was appended; copy it again.");
        }
        return new TensorRecord(path, layout, destination => content.AsSpan(dataStart).CopyTo(destination));
    }

    /// <summary>Writes singles.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> numbers, params IReadOnlyList<long> shape) =>
        Write(path, TensorDataType.Float32, shape, MemoryMarshal.AsBytes(numbers));

    /// <summary>Writes doubles.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<double> numbers, params IReadOnlyList<long> shape) =>
        Write(path, TensorDataType.Float64, shape, MemoryMarshal.AsBytes(numbers));

    /// <summary>Writes 64-bit integers.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<long> numbers, params IReadOnlyList<long> shape) =>
        Write(path, TensorDataType.Int64, shape, MemoryMarshal.AsBytes(numbers));

    private static void Write(
        string path, TensorDataType dataType, IReadOnlyList<long> shape, ReadOnlySpan<byte> bytes)
    {
        var layout = new TensorLayout(Path.GetFileName(path), dataType, shape);
        if (layout.ByteCount != bytes.Length)
            throw new ArgumentException($"{path}: {bytes.Length} bytes do not fill {layout}.", nameof(shape));

        var literal = NpyHeader.Build(layout);
        var unpadded = LengthOffset + sizeof(ushort) + literal.Length + 1;
        var header = literal + new string(' ', (Alignment - unpadded % Alignment) % Alignment) + "\n";
        try
        {
            using var stream = File.Create(path);
            stream.Write(Magic);
            stream.Write([1, 0]);
            Span<byte> length = stackalloc byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)header.Length));
            stream.Write(length);
            stream.Write(Encoding.Latin1.GetBytes(header));
            stream.Write(bytes);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{path}: cannot be written: {failure.Message} Check free space and permissions of the folder.",
                failure);
        }
    }

    private static int ReadHeader(string path, ReadOnlySpan<byte> content, out string header)
    {
        if (content.Length < LengthOffset + sizeof(uint) || !content.StartsWith(Magic))
            throw new WeightsException($"{path}: not {What}: it does not begin as one. Check the path.");
        var version = content[VersionOffset];
        if (version is < 1 or > 3)
            throw new WeightsException($"{path}: version {version} of the format, expected 1 to 3. Save it again.");

        var lengthSize = version == 1 ? sizeof(ushort) : sizeof(uint);
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(content[LengthOffset..])
            : BinaryPrimitives.ReadUInt32LittleEndian(content[LengthOffset..]);
        var start = LengthOffset + lengthSize;
        if (length > content.Length - start)
        {
            throw new WeightsException(
                $"{path}: a header of {length} bytes in a file of {content.Length}. The file is cut or damaged; "
                + "copy it again.");
        }
        header = Encoding.UTF8.GetString(content.Slice(start, (int)length));
        return start + (int)length;
    }
}
