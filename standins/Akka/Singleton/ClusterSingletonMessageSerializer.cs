using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Serialization;

namespace Akka.Cluster.Tools.Singleton.Serialization;

/// <summary>Writes what singleton managers tell one another.</summary>
public sealed class ClusterSingletonMessageSerializer(ExtendedActorSystem system)
    : SerializerWithStringManifest(system)
{
    /// <inheritdoc />
    public override string Manifest(object o) => o.GetType().Name;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        switch (obj)
        {
            case HandOverToMe:
                break;
            case HandOverDone done:
                writer.Write(done.Node.Address.ToString());
                writer.Write(done.Node.Uid);
                break;
            default:
                throw new ArgumentException($"Cannot serialize object of type [{obj.GetType()}] in [{GetType()}]");
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return manifest switch
        {
            nameof(HandOverToMe) => HandOverToMe.Instance,
            nameof(HandOverDone) => new HandOverDone(
                new UniqueAddress(Address.Parse(reader.ReadString()), reader.ReadInt32())),
            _ => throw new SerializationException(
                $"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]"),
        };
    }
}
