namespace MessagePack;

/// <summary>What stands before the bytes of an extension value: its type and its length in bytes.</summary>
public struct ExtensionHeader : IEquatable<ExtensionHeader>
{
    public ExtensionHeader(sbyte typeCode, uint length)
    {
        TypeCode = typeCode;
        Length = length;
    }

    public ExtensionHeader(sbyte typeCode, int length)
        : this(typeCode, checked((uint)length))
    {
    }

    public sbyte TypeCode { get; private set; }

    public uint Length { get; private set; }

    public readonly bool Equals(ExtensionHeader other) => TypeCode == other.TypeCode && Length == other.Length;

    public override readonly bool Equals(object? obj) => obj is ExtensionHeader other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(TypeCode, Length);
}
