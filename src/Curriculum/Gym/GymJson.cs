using System.Text.Encodings.Web;
using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>Reads and writes the JSON files of a gym, with errors that name the file and the member.</summary>
internal static class GymJson
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonDocument Parse(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file));
        }
        catch (JsonException failure)
        {
            throw new DataException(
                $"{file}: not valid JSON ({failure.Message}). Mend the file, or build the gym again.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{file}: cannot be read ({failure.Message}). Mend the path or its permissions, or build the gym " +
                "again.",
                failure);
        }
    }

    public static JsonElement.ObjectEnumerator Members(JsonElement element, string file, string what)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return element.EnumerateObject();
        throw new DataException($"{file}: {what} is a JSON {element.ValueKind}, expected an object. Mend the file.");
    }

    public static IReadOnlyList<string> Names(JsonElement element, string file, string what)
    {
        bool good = element.ValueKind == JsonValueKind.Array
            && element.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
        if (good)
            return [.. element.EnumerateArray().Select(item => item.GetString()!)];
        throw new DataException($"{file}: `{what}` must be a list of task names in quotes. Mend the file.");
    }

    public static void Write(string file, Action<Utf8JsonWriter> content)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Layout))
            content(writer);
        buffer.WriteByte((byte)'\n');
        File.WriteAllBytes(file, buffer.ToArray());
    }

    public static void WriteNames(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
