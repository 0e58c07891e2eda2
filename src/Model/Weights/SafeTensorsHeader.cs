using System.Text.Encodings.Web;
using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// The JSON in front of a safetensors file's numbers: for each tensor its type, shape and place. A file is 8 bytes of
/// header length (little-endian), the header, and the numbers of all tensors one after the other without gaps.
/// </summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The reference implementation refuses longer headers too.</summary>
    public const long ByteCountMax = 100_000_000;

    public const string MetadataKey = "__metadata__";

    private const string DataTypeKey = "dtype", ShapeKey = "shape", OffsetsKey = "data_offsets";
    private const int Alignment = 8;

    private readonly string file;
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<Entry> entries = [];

    private SafeTensorsHeader(string file) => this.file = file;

    /// <summary>A tensor and where its bytes are, counted from the end of the header.</summary>
    public readonly record struct Entry(TensorLayout Layout, long Begin, long End);

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>In order of place.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Reads a header.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="content">The JSON, padding included.</param>
    /// <param name="dataByteCount">How many bytes follow the header in the file.</param>
    /// <exception cref="WeightsException">
    /// The header is malformed or does not describe exactly those bytes.
    /// </exception>
    public static SafeTensorsHeader Parse(string file, ReadOnlyMemory<byte> content, long dataByteCount)
    {
        var header = new SafeTensorsHeader(file);
        try
        {
            using var json = JsonDocument.Parse(content);
            header.Fill(json.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The second is how text that is not valid Unicode shows itself.
            throw header.Malformed($"the header is not valid JSON: {failure.Message}", failure);
        }
        header.CheckPlaces(dataByteCount);
        return header;
    }

    /// <summary>The 8 bytes of length and the header of tensors that follow each other in this order.</summary>
    public static byte[] Build(IEnumerable<TensorLayout> layouts, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[sizeof(long)]);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var begin = 0L;
            foreach (var layout in layouts)
            {
                WriteEntry(json, layout, begin);
                begin = checked(begin + layout.ByteCount);
            }
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');

        var bytes = buffer.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - sizeof(long));
        return bytes;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorLayout layout, long begin)
    {
        json.WriteStartObject(layout.Name);
        json.WriteString(DataTypeKey, layout.DataType.SafeTensorsName());
        json.WriteStartArray(ShapeKey);
        foreach (var axis in layout.Shape)
            json.WriteNumberValue(axis);
        json.WriteEndArray();
        json.WriteStartArray(OffsetsKey);
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + layout.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Fill(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Malformed($"the header is a JSON {root.ValueKind}, expected an object");
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Malformed($"the header has '{property.Name}' twice");
            if (property.Value.ValueKind != JsonValueKind.Object)
                throw Malformed($"'{property.Name}' is a JSON {property.Value.ValueKind}, expected an object");
            if (property.Name == MetadataKey)
                FillMetadata(property.Value);
            else
                entries.Add(ParseEntry(property.Name, property.Value));
        }
    }

    private void FillMetadata(JsonElement values)
    {
        foreach (var property in values.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Malformed($"metadata '{property.Name}' is a JSON {property.Value.ValueKind}, expected a string");
            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
                throw Malformed($"the metadata has '{property.Name}' twice");
        }
    }

    private Entry ParseEntry(string name, JsonElement value)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        foreach (var property in value.EnumerateObject())
        {
            switch (property.Name)
            {
                case DataTypeKey when type is null && property.Value.ValueKind == JsonValueKind.String:
                    type = property.Value.GetString();
                    break;
                case ShapeKey when shape is null:
                    shape = Integers(name, property);
                    break;
                case OffsetsKey when offsets is null:
                    offsets = Integers(name, property);
                    break;
                default:
                    throw Malformed($"tensor '{name}' has an unknown, repeated or wrongly typed '{property.Name}'");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw Malformed($"tensor '{name}' lacks {DataTypeKey}, {ShapeKey} or a pair of {OffsetsKey}");
        if (!TensorDataTypes.TryFromSafeTensorsName(type, out var dataType))
        {
            throw Malformed($"tensor '{name}' has type '{type}', expected one of "
                + string.Join(", ", TensorDataTypes.SafeTensorsNames));
        }
        if (!TensorLayout.TryCountBytes(dataType, shape, out var byteCount) || begin > end || end - begin != byteCount)
        {
            throw Malformed(
                $"tensor '{name}', {type}[{string.Join(", ", shape)}], does not have the size of its place, "
                + $"bytes {begin} to {end}");
        }
        return new Entry(new TensorLayout(name, dataType, shape), begin, end);
    }

    private long[] Integers(string name, JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Array)
            throw Malformed($"{property.Name} of tensor '{name}' is a {property.Value.ValueKind}, expected an array");
        var numbers = new long[property.Value.GetArrayLength()];
        var index = 0;
        foreach (var item in property.Value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[index]) || numbers[index] < 0)
            {
                throw Malformed(
                    $"{property.Name} of tensor '{name}' holds {item.GetRawText()}, expected whole numbers from 0");
            }
            index++;
        }
        return numbers;
    }

    private void CheckPlaces(long dataByteCount)
    {
        entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        var expected = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != expected)
            {
                var fault = entry.Begin < expected ? "overlaps the tensor before it" : "leaves a gap before it";
                throw Malformed(
                    $"tensor '{entry.Layout.Name}' {fault}: it begins at byte {entry.Begin}, expected {expected}");
            }
            expected = entry.End;
        }
        if (expected != dataByteCount)
        {
            throw new WeightsException(
                $"{file}: the header describes {expected} bytes of numbers, the file has {dataByteCount}. "
                + (dataByteCount < expected ? "The file is cut" : "Something was appended") + "; copy it again.");
        }
    }

    private WeightsException Malformed(string what, Exception? inner = null) => new(
        $"{file}: not a valid safetensors file: {what.TrimEnd('.')}. The file is damaged or of another format; "
        + "copy it again.",
        inner);
}
