using System.Buffers;
using System.Globalization;
using System.Text;

namespace MessagePack;

/// <content>Any message as JSON text, for logs and for people. It cannot be turned back.</content>
public static partial class MessagePackSerializer
{
    public static string ConvertToJson(
        ReadOnlyMemory<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ConvertToJson(new ReadOnlySequence<byte>(bytes), options, cancellationToken);

    public static string ConvertToJson(
        in ReadOnlySequence<byte> bytes,
        MessagePackSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var reader = new MessagePackReader(bytes) { CancellationToken = cancellationToken };
        var text = new StringWriter(CultureInfo.InvariantCulture);
        ConvertToJson(ref reader, text, options);
        return text.ToString();
    }

    public static void ConvertToJson(
        ref MessagePackReader reader, TextWriter jsonWriter, MessagePackSerializerOptions? options = null)
    {
        if (reader.End)
            return;
        try
        {
            WriteJson(ref reader, jsonWriter, (options ?? DefaultOptions).Security);
        }
        catch (Exception cause)
        {
            throw new MessagePackSerializationException("Error occurred while translating msgpack to JSON.", cause);
        }
    }

    private static void WriteJson(ref MessagePackReader reader, TextWriter text, MessagePackSecurity security)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                text.Write("null");
                break;
            case MessagePackType.Boolean:
                text.Write(reader.ReadBoolean() ? "true" : "false");
                break;
            case MessagePackType.Integer or MessagePackType.Float:
                text.Write(NumberText(ref reader));
                break;
            case MessagePackType.String:
                WriteJsonString(reader.ReadString()!, text);
                break;
            case MessagePackType.Binary:
                text.Write($"\"{Convert.ToBase64String(reader.ReadBytes()!.Value.ToArray())}\"");
                break;
            case MessagePackType.Array:
                WriteJsonArray(ref reader, text, security);
                break;
            case MessagePackType.Map:
                WriteJsonObject(ref reader, text, security);
                break;
            default:
                WriteJsonExtension(ref reader, text);
                break;
        }
    }

    private static string NumberText(ref MessagePackReader reader)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        byte code = reader.NextCode;
        return code switch
        {
            MessagePackCode.Float32 => reader.ReadSingle().ToString("R", invariant),
            MessagePackCode.Float64 => reader.ReadDouble().ToString("R", invariant),
            _ when MessagePackCode.IsSignedInteger(code) => reader.ReadInt64().ToString(invariant),
            _ => reader.ReadUInt64().ToString(invariant),
        };
    }

    private static void WriteJsonArray(ref MessagePackReader reader, TextWriter text, MessagePackSecurity security)
    {
        int count = reader.ReadArrayHeader();
        security.DepthStep(ref reader);
        text.Write('[');
        for (int i = 0; i < count; i++)
        {
            text.Write(i == 0 ? "" : ",");
            WriteJson(ref reader, text, security);
        }

        text.Write(']');
        reader.Depth--;
    }

    private static void WriteJsonObject(ref MessagePackReader reader, TextWriter text, MessagePackSecurity security)
    {
        int count = reader.ReadMapHeader();
        security.DepthStep(ref reader);
        text.Write('{');
        for (int i = 0; i < count; i++)
        {
            text.Write(i == 0 ? "" : ",");
            bool isQuoted = reader.NextMessagePackType is MessagePackType.String or MessagePackType.Binary;
            text.Write(isQuoted ? "" : "\"");
            WriteJson(ref reader, text, security);
            text.Write(isQuoted ? ":" : "\":");
            WriteJson(ref reader, text, security);
        }

        text.Write('}');
        reader.Depth--;
    }

    private static void WriteJsonExtension(ref MessagePackReader reader, TextWriter text)
    {
        if (reader.NextMessagePackType == MessagePackType.Unknown)
            MessagePackSerializationException.ThrowUnexpectedCode(reader.NextCode);
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        if (header.TypeCode == Timestamp.TypeCode)
        {
            text.Write($"\"{reader.ReadDateTime(header).ToString("o", CultureInfo.InvariantCulture)}\"");
            return;
        }

        string bytes = Convert.ToBase64String(reader.ReadRaw(header.Length).ToArray());
        text.Write($"[{header.TypeCode},\"{bytes}\"]");
    }

    private static void WriteJsonString(string value, TextWriter text)
    {
        var escaped = new StringBuilder(value.Length + 2).Append('"');
        foreach (char letter in value)
        {
            _ = letter switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append($"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        text.Write(escaped.Append('"'));
    }
}
