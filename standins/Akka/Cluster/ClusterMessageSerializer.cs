using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Serialization;
using Akka.Util;

namespace Akka.Cluster.Serialization;


/// <summary>Writes what the daemons of nodes tell one another.</summary>
public class ClusterMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
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
            case InitJoin:
                break;
            case InitJoinAck ack:
                Write(writer, ack.Address);
                break;
            case InitJoinNack nack:
                Write(writer, nack.Address);
                break;
            case JoinRequest join:
                Write(writer, join.Node);
                Write(writer, join.Roles);
                writer.Write(join.AppVersion.Version);
                break;
            case Welcome welcome:
                Write(writer, welcome.From);
                Write(writer, welcome.Membership);
                break;
            case Gossip gossip:
                Write(writer, gossip.From);
                Write(writer, gossip.Membership);
                break;
            case YouAreGone gone:
                Write(writer, gone.Node);
                break;
            case ExitingConfirmed exiting:
                Write(writer, exiting.Node);
                break;
            case Heartbeat heartbeat:
                Write(writer, heartbeat.From);
                break;
            case HeartbeatReply reply:
                Write(writer, reply.From);
                break;
            default:
                throw new ArgumentException($"Can't serialize object of type [{obj.GetType()}] in [{GetType()}]");
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
            nameof(InitJoin) => InitJoin.Instance,
            nameof(InitJoinAck) => new InitJoinAck(ReadAddress(reader)),
            nameof(InitJoinNack) => new InitJoinNack(ReadAddress(reader)),
            nameof(JoinRequest) => new JoinRequest(
                ReadNode(reader), ReadRoles(reader), AppVersion.Create(reader.ReadString())),
            nameof(Welcome) => new Welcome(ReadNode(reader), ReadMembership(reader)),
            nameof(Gossip) => new Gossip(ReadNode(reader), ReadMembership(reader)),
            nameof(YouAreGone) => new YouAreGone(ReadNode(reader)),
            nameof(ExitingConfirmed) => new ExitingConfirmed(ReadNode(reader)),
            nameof(Heartbeat) => new Heartbeat(ReadAddress(reader)),
            nameof(HeartbeatReply) => new HeartbeatReply(ReadNode(reader)),
            _ => throw new SerializationException(
                $"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]"),
        };
    }

    private static void Write(BinaryWriter writer, Address address) => writer.Write(address.ToString());

    private static void Write(BinaryWriter writer, UniqueAddress node)
    {
        Write(writer, node.Address);
        writer.Write(node.Uid);
    }

    private static void Write(BinaryWriter writer, IReadOnlyCollection<string> roles)
    {
        writer.Write(roles.Count);
        foreach (var role in roles)
            writer.Write(role);
    }

    private static void Write(BinaryWriter writer, IReadOnlyCollection<UniqueAddress> nodes)
    {
        writer.Write(nodes.Count);
        foreach (var node in nodes)
            Write(writer, node);
    }

    private static void Write(BinaryWriter writer, Membership membership)
    {
        writer.Write(membership.Members.Count);
        foreach (var member in membership.Members)
        {
            Write(writer, member.UniqueAddress);
            writer.Write(member.UpNumber);
            writer.Write((byte)member.Status);
            Write(writer, member.Roles);
            writer.Write(member.AppVersion.Version);
        }

        Write(writer, membership.Gone);
        writer.Write(membership.Observations.Count);
        foreach (var (observer, observation) in membership.Observations)
        {
            Write(writer, observer);
            writer.Write(observation.Version);
            Write(writer, observation.Unreachable);
        }
    }

    private static Address ReadAddress(BinaryReader reader) => Address.Parse(reader.ReadString());

    private static UniqueAddress ReadNode(BinaryReader reader) => new(ReadAddress(reader), reader.ReadInt32());

    private static ImmutableHashSet<string> ReadRoles(BinaryReader reader) =>
        [.. Many(reader, _ => reader.ReadString())];

    private static Membership ReadMembership(BinaryReader reader)
    {
        var members = Many(reader, _ => Member.Restore(
            ReadNode(reader), reader.ReadInt32(), (MemberStatus)reader.ReadByte(), ReadRoles(reader),
            AppVersion.Create(reader.ReadString())));
        var gone = Many(reader, ReadNode);
        var observations = Many(reader, _ => KeyValuePair.Create(
            ReadNode(reader), new Observation(reader.ReadInt64(), [.. Many(reader, ReadNode)])));
        return new Membership([.. members], [.. gone], observations.ToImmutableDictionary());
    }

    private static List<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        var list = new List<T>();
        for (var i = 0; i < count; i++)
            list.Add(read(reader));
        return list;
    }
}
