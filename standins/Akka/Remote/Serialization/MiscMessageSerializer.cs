using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Messages that the library offers to users, and references.</summary>
public sealed class MiscMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc />
    public override string Manifest(object obj) => obj switch
    {
        Identify => "ID",
        ActorIdentity => "AID",
        IActorRef => "AR",
        PoisonPill => "PP",
        Kill => "K",
        Status.Failure => "SF",
        Status.Success => "SS",
        Config => "CF",
        _ => throw new ArgumentException($"Can't serialize object of type [{obj.GetType()}]", nameof(obj)),
    };

    /// <inheritdoc />
    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        switch (obj)
        {
            case Identify identify:
                Payload.Write(writer, identify.MessageId, system);
                break;
            case ActorIdentity identity:
                Payload.Write(writer, identity.MessageId, system);
                WriteRef(writer, identity.Subject);
                break;
            case IActorRef actor:
                WriteRef(writer, actor);
                break;
            case PoisonPill or Kill:
                break;
            case Status.Failure failure:
                ExceptionCodec.Write(writer, failure.Cause);
                Payload.Write(writer, failure.State, system);
                break;
            case Status.Success success:
                Payload.Write(writer, success.Status, system);
                break;
            case Config config:
                writer.Text(config.ToString(true));
                break;
            default:
                throw new ArgumentException($"Can't serialize object of type [{obj.GetType()}]", nameof(obj));
        }

        return writer.Written.ToArray();
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        switch (manifest)
        {
            case "ID":
                return new Identify(Payload.Read(ref reader, system));
            case "AID":
                var id = Payload.Read(ref reader, system);
                return new ActorIdentity(id, ReadRef(ref reader));
            case "AR":
                return ReadRef(ref reader);
            case "PP":
                return PoisonPill.Instance;
            case "K":
                return Kill.Instance;
            case "SF":
                var cause = ExceptionCodec.Read(ref reader);
                return new Status.Failure(cause, Payload.Read(ref reader, system));
            case "SS":
                return new Status.Success(Payload.Read(ref reader, system));
            case "CF":
                return ConfigurationFactory.ParseString(reader.Text());
            default:
                throw new ArgumentException(
                    $"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]",
                    nameof(manifest));
        }
    }

    private static void WriteRef(WireWriter writer, IActorRef actor) => writer.Text(actor switch
    {
        null => null,
        Nobody => "",
        _ => Akka.Serialization.Serialization.SerializedActorPath(actor),
    });

    private IActorRef ReadRef(ref WireReader reader) => reader.Text() switch
    {
        null => null,
        "" => ActorRefs.Nobody,
        var path => system.Provider.ResolveActorRef(path),
    };
}
