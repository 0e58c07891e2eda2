namespace MessagePack.Formatters;

/// <summary>
/// A value of an interface or abstract class as [key, value]. A value of a type that is not named is written as nil,
/// and a key that is not known is read as null, as the original does: that is how a newer sender's case is passed over.
/// </summary>
internal sealed class UnionFormatter<T> : IMessagePackFormatter<T?>
{
    private readonly Dictionary<Type, Case> _byType = [];
    private readonly Dictionary<int, Case> _byKey = [];

    public UnionFormatter(UnionAttribute[] cases)
    {
        Type type = typeof(T);
        if (!type.IsInterface && !type.IsAbstract)
        {
            throw new MessagePackSerializationException(
                "Union can only be interface or abstract class. Type:" + type.Name);
        }

        foreach (UnionAttribute item in cases)
        {
            if (!type.IsAssignableFrom(item.SubType))
            {
                throw new MessagePackSerializationException(
                    $"Union type {type.Name} names {item.SubType}, which does not derive from it. Key:{item.Key}");
            }

            var known = (Case)FormatterFactory.Instantiate(
                typeof(UnionFormatter<>.Case<>), [type, item.SubType], item.Key);
            if (!_byKey.TryAdd(item.Key, known))
            {
                throw new MessagePackSerializationException(
                    $"Same union key has found. Type:{type.Name} Key:{item.Key}");
            }

            if (!_byType.TryAdd(item.SubType, known))
            {
                throw new MessagePackSerializationException(
                    $"Same union subType has found. Type:{type.Name} SubType: {item.SubType}");
            }
        }
    }

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null || !_byType.TryGetValue(value.GetType(), out Case? known))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(known.Key);
        known.Serialize(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return default;
        options.Security.DepthStep(ref reader);
        if (reader.ReadArrayHeader() != 2)
        {
            throw new MessagePackSerializationException(
                "Invalid Union data was detected. Type:" + typeof(T).FullName);
        }

        T? value = default;
        if (_byKey.TryGetValue(reader.ReadInt32(), out Case? known))
            value = known.Deserialize(ref reader, options);
        else
            reader.Skip();
        reader.Depth--;
        return value;
    }

    private abstract class Case(int key)
    {
        public int Key => key;

        public abstract void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

        public abstract T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
    }

    private sealed class Case<TCase>(int key) : Case(key)
        where TCase : T
    {
        public override void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
            FormatterOf<TCase>.Value.Serialize(ref writer, (TCase)value!, options);

        public override T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            FormatterOf<TCase>.Value.Deserialize(ref reader, options);
    }
}
