using Moe.Actors.Messages;

namespace Moe.Cluster.Serialization;

/// <summary>How one type of message is written: its name on the wire, and its parts in order.</summary>
internal abstract class MessageForm(string manifest, Type type)
{
    /// <summary>The type's name on the wire.</summary>
    public string Manifest => manifest;

    /// <summary>The type.</summary>
    public Type Type => type;

    /// <summary>The form of a type.</summary>
    /// <param name="manifest">Its name on the wire.</param>
    /// <param name="parts">How many parts are written.</param>
    /// <param name="write">Writes the parts.</param>
    /// <param name="read">Reads them in the same order.</param>
    public static MessageForm Of<T>(string manifest, int parts, WritePart<T> write, ReadPart<T> read) where T : class, IRunMessage =>
        new Typed<T>(manifest, parts, write, read);

    /// <summary>Writes a message of the type.</summary>
    public abstract void Write(ref MessageWriter writer, object message);

    /// <summary>Reads one.</summary>
    public abstract IRunMessage Read(ref MessageReader reader);

    private sealed class Typed<T>(string manifest, int parts, WritePart<T> write, ReadPart<T> read) : MessageForm(manifest, typeof(T))
        where T : class, IRunMessage
    {
        public override void Write(ref MessageWriter writer, object message)
        {
            writer.Parts(parts);
            write(ref writer, (T)message);
        }

        public override IRunMessage Read(ref MessageReader reader)
        {
            reader.Parts(parts);
            return read(ref reader);
        }
    }
}
