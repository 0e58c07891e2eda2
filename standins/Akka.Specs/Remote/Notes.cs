using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaSpecs.Remote;

public interface INote;

/// <summary>A message with a text, a reference and ballast.</summary>
public sealed record Note(string Text, IActorRef? Actor = null, int Size = 0) : INote;

/// <summary>A message whose serializer throws.</summary>
public sealed record Unwritable : INote;

/// <summary>A message that nobody bound.</summary>
public sealed record Unbound(string Text);

public sealed class NoteSerializer : SerializerWithStringManifest
{
    public NoteSerializer(ExtendedActorSystem system) : base(system) { }

    public override string Manifest(object o) => "n";

    public override byte[] ToBinary(object obj)
    {
        var note = obj as Note ?? throw new ArgumentException("cannot be written", nameof(obj));
        var path = Akka.Serialization.Serialization.SerializedActorPath(note.Actor);
        return Encoding.UTF8.GetBytes($"{note.Text}|{path}|{new string('x', note.Size)}");
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var parts = Encoding.UTF8.GetString(bytes).Split('|');
        if (parts[0] == "unreadable")
            throw new ArgumentException("cannot be read", nameof(bytes));
        var actor = parts[1].Length == 0 ? null : system.Provider.ResolveActorRef(parts[1]);
        return new Note(parts[0], actor, parts[2].Length);
    }
}
