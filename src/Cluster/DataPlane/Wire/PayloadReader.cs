using System.Buffers.Binary;
using System.Text;

namespace Moe.Cluster.DataPlane.Wire;

/// <summary>
/// Reads what <see cref="PayloadWriter"/> wrote. Never reads beyond the payload: once something is missing or too long,
/// <see cref="IsSound"/> stays false and every further value is zero or empty.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> rest = payload;
    private bool broken;

    /// <summary>Whether everything so far was there.</summary>
    public readonly bool IsSound => !broken;

    /// <summary>Whether everything was there, and nothing more.</summary>
    public readonly bool IsWhole => !broken && rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort Short() => Take(sizeof(ushort)) is { Length: > 0 } taken ? BinaryPrimitives.ReadUInt16LittleEndian(taken) : (ushort)0;

    public long Number() => Take(sizeof(long)) is { Length: > 0 } taken ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;

    public string Text()
    {
        var length = Short();
        if (length > PayloadWriter.TextBytesMax) broken = true;
        return Encoding.UTF8.GetString(Take(length));
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (broken || count > rest.Length)
        {
            broken = true;
            return default;
        }
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
