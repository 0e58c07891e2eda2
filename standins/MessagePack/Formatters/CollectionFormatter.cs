namespace MessagePack.Formatters;

/// <summary>
/// A collection as an array of its elements in their order. A missing collection is nil. What is read is collected
/// in an array first, whose length the reader has checked against the bytes that are left.
/// </summary>
internal sealed class CollectionFormatter<TElement, TCollection>(
    Func<TCollection, IReadOnlyCollection<TElement>?> elementsOf,
    Func<TElement[], MessagePackSecurity, TCollection> create) : IMessagePackFormatter<TCollection?>
{
    public void Serialize(ref MessagePackWriter writer, TCollection? value, MessagePackSerializerOptions options)
    {
        if (value is null || elementsOf(value) is not { } elements)
        {
            writer.WriteNil();
            return;
        }

        IMessagePackFormatter<TElement> formatter = FormatterOf<TElement>.Value;
        writer.WriteArrayHeader(elements.Count);
        if (elements is TElement[] array)
        {
            foreach (TElement element in array)
                formatter.Serialize(ref writer, element, options);
            return;
        }

        foreach (TElement element in elements)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            formatter.Serialize(ref writer, element, options);
        }
    }

    public TCollection? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return default;
        IMessagePackFormatter<TElement> formatter = FormatterOf<TElement>.Value;
        int count = reader.ReadArrayHeader();
        options.Security.DepthStep(ref reader);
        TElement[] elements = count == 0 ? [] : new TElement[count];
        for (int i = 0; i < elements.Length; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            elements[i] = formatter.Deserialize(ref reader, options);
        }

        reader.Depth--;
        return create(elements, options.Security);
    }
}
