namespace MessagePack.Formatters;

internal delegate void WriteValue<T>(ref MessagePackWriter writer, T value);

internal delegate T ReadValue<T>(ref MessagePackReader reader);

/// <summary>A formatter made of two functions, for types that need no options.</summary>
internal sealed class DelegateFormatter<T>(WriteValue<T> write, ReadValue<T> read) : IMessagePackFormatter<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
        write(ref writer, value);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => read(ref reader);
}
