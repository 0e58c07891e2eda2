namespace MessagePack.Formatters;

/// <summary>A value type that may be missing: nil, or the value as it is.</summary>
internal sealed class NullableFormatter<T> : IMessagePackFormatter<T?>
    where T : struct
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is { } present)
            FormatterOf<T>.Value.Serialize(ref writer, present, options);
        else
            writer.WriteNil();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.TryReadNil() ? null : FormatterOf<T>.Value.Deserialize(ref reader, options);
}
