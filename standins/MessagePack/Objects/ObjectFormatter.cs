using System.Runtime.CompilerServices;
using MessagePack.Formatters;

namespace MessagePack.Objects;

internal delegate void WriteMembers<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

internal delegate T ReadMembers<T>(ref MessagePackReader reader, MessagePackSerializerOptions options, int count);

/// <summary>An object by its shape. The code for its members is compiled once.</summary>
internal sealed class ObjectFormatter<T>(ObjectShape shape) : IMessagePackFormatter<T?>
{
    private readonly WriteMembers<T> _write = WriteCompiler.Compile<T>(shape);
    private readonly ReadMembers<T> _read = ReadCompiler.Compile<T>(shape);

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        // A graph that contains itself ends here with an exception, not with the end of the process.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is IMessagePackSerializationCallbackReceiver receiver)
            receiver.OnBeforeSerialize();
        _write(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return ReadNil();
        int count = shape.IsArray ? reader.ReadArrayHeader() : reader.ReadMapHeader();
        if (shape.ExactCountMessage is { } message && count != shape.Members.Count)
            throw new MessagePackSerializationException(message);
        options.Security.DepthStep(ref reader);
        T value = _read(ref reader, options, count);
        reader.Depth--;
        if (value is IMessagePackSerializationCallbackReceiver receiver)
        {
            receiver.OnAfterDeserialize();
            value = (T)receiver;
        }

        return value;
    }

    private T? ReadNil()
    {
        if (shape.ExactCountMessage is not null && default(T) is not null)
            MessagePackSerializationException.ThrowUnexpectedNil<T>();
        return default(T) is null
            ? default
            : throw new MessagePackSerializationException("typecode is null, struct not supported");
    }
}
