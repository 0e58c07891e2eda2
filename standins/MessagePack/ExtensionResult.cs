using System.Buffers;

namespace MessagePack;

/// <summary>An extension value: its type and its bytes.</summary>
public struct ExtensionResult
{
    public ExtensionResult(sbyte typeCode, Memory<byte> data)
        : this(typeCode, new ReadOnlySequence<byte>(data))
    {
    }

    public ExtensionResult(sbyte typeCode, ReadOnlySequence<byte> data)
    {
        TypeCode = typeCode;
        Data = data;
    }

    public sbyte TypeCode { get; private set; }

    public ReadOnlySequence<byte> Data { get; private set; }

    public readonly ExtensionHeader Header => new(TypeCode, (uint)Data.Length);
}
