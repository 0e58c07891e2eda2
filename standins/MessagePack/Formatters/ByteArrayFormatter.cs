using System.Buffers;

namespace MessagePack.Formatters;

/// <summary>Binary data; an array of small integers is read as well, since other writers send that.</summary>
internal sealed class ByteArrayFormatter : IMessagePackFormatter<byte[]?>
{
    public void Serialize(ref MessagePackWriter writer, byte[]? value, MessagePackSerializerOptions options) =>
        writer.Write(value);

    public byte[]? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.NextMessagePackType != MessagePackType.Array)
            return reader.ReadBytes()?.ToArray();
        var bytes = new byte[reader.ReadArrayHeader()];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = reader.ReadByte();
        return bytes;
    }
}
