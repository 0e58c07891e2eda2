using System.Diagnostics.CodeAnalysis;

namespace MessagePack;

/// <summary>
/// A value could not be written or read. The outermost one names the type asked for; the cause is its inner exception.
/// </summary>
public class MessagePackSerializationException : Exception
{
    public MessagePackSerializationException()
    {
    }

    public MessagePackSerializationException(string? message)
        : base(message)
    {
    }

    public MessagePackSerializationException(string? message, Exception? inner)
        : base(message, inner)
    {
    }

    [DoesNotReturn]
    internal static void ThrowUnexpectedNil<T>() => throw new MessagePackSerializationException(
        "Unexpected nil encountered while deserializing " + typeof(T).FullName);

    [DoesNotReturn]
    internal static void ThrowUnexpectedCode(byte code) => throw new MessagePackSerializationException(
        $"Unexpected msgpack code {code} ({MessagePackCode.ToFormatName(code)}) encountered.");
}
