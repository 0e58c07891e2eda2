namespace MessagePack.Formatters;

/// <summary>A dictionary as a map, in its own order. Two entries of one key are refused on reading.</summary>
internal sealed class MapFormatter<TKey, TValue, TMap>(Func<Dictionary<TKey, TValue>, TMap> create)
    : IMessagePackFormatter<TMap?>
    where TKey : notnull
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
{
    public void Serialize(ref MessagePackWriter writer, TMap? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<TKey> keys = FormatterOf<TKey>.Value;
        IMessagePackFormatter<TValue> values = FormatterOf<TValue>.Value;
        writer.WriteMapHeader(value.Count());
        foreach ((TKey key, TValue item) in value)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            keys.Serialize(ref writer, key, options);
            values.Serialize(ref writer, item, options);
        }
    }

    public TMap? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        IMessagePackFormatter<TKey> keys = FormatterOf<TKey>.Value;
        IMessagePackFormatter<TValue> values = FormatterOf<TValue>.Value;
        int count = reader.ReadMapHeader();
        options.Security.DepthStep(ref reader);
        var map = new Dictionary<TKey, TValue>(count, options.Security.GetEqualityComparer<TKey>());
        for (int i = 0; i < count; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            TKey key = keys.Deserialize(ref reader, options);
            map.Add(key, values.Deserialize(ref reader, options));
        }

        reader.Depth--;
        return create(map);
    }
}
