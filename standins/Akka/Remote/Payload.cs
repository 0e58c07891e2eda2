using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>A message as the number of its serializer, its manifest and its bytes.</summary>
internal static class Payload
{
    public static void Write(WireWriter writer, object message, ExtendedActorSystem system)
    {
        var serializer = system.Serialization.FindSerializerForWire(message);
        writer.Int(serializer.Identifier);
        writer.Text(message is null ? "" : Akka.Serialization.Serialization.ManifestFor(serializer, message));
        writer.Bytes(serializer.ToBinary(message));
    }

    public static object Read(ref WireReader reader, ExtendedActorSystem system)
    {
        var serializer = reader.Int();
        var manifest = reader.Text();
        return system.Serialization.Deserialize(reader.Bytes(), serializer, manifest);
    }
}
