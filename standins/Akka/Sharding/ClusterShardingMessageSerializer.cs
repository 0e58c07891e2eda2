using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Serialization;

namespace Akka.Cluster.Sharding.Serialization;

/// <summary>Writes what coordinators, regions and shards of different nodes tell one another.</summary>
public class ClusterShardingMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
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
            case ShardingEnvelope envelope:
                writer.Write(envelope.EntityId);
                WritePayload(writer, envelope.Message);
                break;
            case IShardingMessage message:
                Write(writer, message);
                break;
            default:
                WriteQuery(writer, obj);
                break;
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
            nameof(ShardingEnvelope) => new ShardingEnvelope(reader.ReadString(), ReadPayload(reader)),
            nameof(Register) => new Register(ReadRef(reader), ReadTexts(reader), ReadView(reader)),
            nameof(RegisterProxy) => new RegisterProxy(ReadRef(reader)),
            nameof(RegisterAck) => new RegisterAck(ReadRef(reader)),
            nameof(CoordinatorView) => ReadView(reader),
            nameof(GetShardHome) => new GetShardHome(reader.ReadString()),
            nameof(ShardHome) => new ShardHome(reader.ReadString(), ReadRef(reader)),
            nameof(HostShard) => new HostShard(reader.ReadString()),
            nameof(ShardStarted) => new ShardStarted(reader.ReadString()),
            nameof(BeginHandOff) => new BeginHandOff(reader.ReadString()),
            nameof(BeginHandOffAck) => new BeginHandOffAck(reader.ReadString()),
            nameof(HandOff) => new HandOff(reader.ReadString()),
            nameof(ShardStopped) => new ShardStopped(reader.ReadString()),
            nameof(GracefulShutdownRequest) => new GracefulShutdownRequest(ReadRef(reader)),
            nameof(RegionStopped) => new RegionStopped(ReadRef(reader)),
            _ => ReadQuery(reader, manifest),
        };
    }

    private static void Write(BinaryWriter writer, IShardingMessage message)
    {
        switch (message)
        {
            case Register register:
                Write(writer, register.Region);
                Write(writer, register.Shards);
                Write(writer, register.LastView);
                break;
            case RegisterProxy proxy:
                Write(writer, proxy.Proxy);
                break;
            case RegisterAck ack:
                Write(writer, ack.Coordinator);
                break;
            case CoordinatorView view:
                Write(writer, view);
                break;
            case ShardHome home:
                writer.Write(home.Shard);
                Write(writer, home.Region);
                break;
            case IOfShard one:
                writer.Write(one.Shard);
                break;
            case GracefulShutdownRequest request:
                Write(writer, request.Region);
                break;
            case RegionStopped stopped:
                Write(writer, stopped.Region);
                break;
            default:
                throw new ArgumentException($"Can't serialize object of type [{message.GetType()}]");
        }
    }

    private static void WriteQuery(BinaryWriter writer, object query)
    {
        switch (query)
        {
            case GetCurrentRegions or GetShardRegionState or GetShardRegionStats:
                break;
            case GetClusterShardingStats get:
                writer.Write(get.Timeout.Ticks);
                break;
            case ShardRegion.StartEntity start:
                writer.Write(start.EntityId);
                break;
            case StartEntityAck ack:
                writer.Write(ack.EntityId);
                writer.Write(ack.ShardId);
                break;
            case CurrentRegions regions:
                Write(writer, [.. regions.Regions.Select(region => region.ToString())]);
                break;
            case ShardRegionStats stats:
                Write(writer, stats);
                break;
            case ClusterShardingStats stats:
                writer.Write(stats.Regions.Count);
                foreach (var (region, its) in stats.Regions)
                {
                    writer.Write(region.ToString());
                    Write(writer, its);
                }

                break;
            case CurrentShardRegionState state:
                writer.Write(state.Shards.Count);
                foreach (var shard in state.Shards)
                {
                    writer.Write(shard.ShardId);
                    Write(writer, shard.EntityIds);
                }

                Write(writer, state.Failed);
                break;
            default:
                throw new ArgumentException($"Can't serialize object of type [{query.GetType()}]");
        }
    }

    private object ReadQuery(BinaryReader reader, string manifest) => manifest switch
    {
        nameof(GetCurrentRegions) => GetCurrentRegions.Instance,
        nameof(GetShardRegionState) => GetShardRegionState.Instance,
        nameof(GetShardRegionStats) => GetShardRegionStats.Instance,
        nameof(GetClusterShardingStats) => new GetClusterShardingStats(TimeSpan.FromTicks(reader.ReadInt64())),
        nameof(ShardRegion.StartEntity) => new ShardRegion.StartEntity(reader.ReadString()),
        nameof(StartEntityAck) => new StartEntityAck(reader.ReadString(), reader.ReadString()),
        nameof(CurrentRegions) => new CurrentRegions(ReadTexts(reader).Select(Address.Parse).ToImmutableHashSet()),
        nameof(ShardRegionStats) => ReadStats(reader),
        nameof(ClusterShardingStats) => new ClusterShardingStats(
            Many(reader, () => KeyValuePair.Create(Address.Parse(reader.ReadString()), ReadStats(reader)))
                .ToImmutableDictionary()),
        nameof(CurrentShardRegionState) => new CurrentShardRegionState(
            Many(reader, () => new ShardState(reader.ReadString(), ReadTexts(reader).ToImmutableHashSet()))
                .ToImmutableHashSet(),
            ReadTexts(reader).ToImmutableHashSet()),
        _ => throw new SerializationException(
            $"Unimplemented deserialization of message with manifest [{manifest}] in [{GetType()}]"),
    };

    private static void Write(BinaryWriter writer, IActorRef actor) =>
        writer.Write(Akka.Serialization.Serialization.SerializedActorPath(actor));

    private static void Write(BinaryWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }

    private static void Write(BinaryWriter writer, ShardRegionStats stats)
    {
        writer.Write(stats.Stats.Count);
        foreach (var (shard, entities) in stats.Stats)
        {
            writer.Write(shard);
            writer.Write(entities);
        }

        Write(writer, stats.Failed);
    }

    private static void Write(BinaryWriter writer, CoordinatorView view)
    {
        writer.Write(view.Version);
        writer.Write(view.Regions.Length);
        foreach (var region in view.Regions)
            Write(writer, region);
        writer.Write(view.Homes.Count);
        foreach (var (shard, region) in view.Homes)
        {
            writer.Write(shard);
            writer.Write(view.Regions.IndexOf(region));
        }
    }

    private CoordinatorView ReadView(BinaryReader reader)
    {
        var version = reader.ReadInt64();
        var regions = Many(reader, () => ReadRef(reader)).ToImmutableArray();
        var homes = Many(reader, () => KeyValuePair.Create(reader.ReadString(), regions[reader.ReadInt32()]));
        return new CoordinatorView(version, regions, homes.ToImmutableDictionary());
    }

    private static ShardRegionStats ReadStats(BinaryReader reader) => new(
        Many(reader, () => KeyValuePair.Create(reader.ReadString(), reader.ReadInt32())).ToImmutableDictionary(),
        ReadTexts(reader).ToImmutableHashSet());

    private void WritePayload(BinaryWriter writer, object payload)
    {
        var serializer = system.Serialization.FindSerializerFor(payload);
        var bytes = serializer.ToBinary(payload);
        writer.Write(serializer.Identifier);
        writer.Write(Akka.Serialization.Serialization.ManifestFor(serializer, payload));
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private object ReadPayload(BinaryReader reader)
    {
        var identifier = reader.ReadInt32();
        var manifest = reader.ReadString();
        return system.Serialization.Deserialize(reader.ReadBytes(reader.ReadInt32()), identifier, manifest);
    }

    private IActorRef ReadRef(BinaryReader reader) => system.Provider.ResolveActorRef(reader.ReadString());

    private static ImmutableArray<string> ReadTexts(BinaryReader reader) => [.. Many(reader, reader.ReadString)];

    private static List<T> Many<T>(BinaryReader reader, Func<T> read)
    {
        var count = reader.ReadInt32();
        var list = new List<T>();
        for (var i = 0; i < count; i++)
            list.Add(read());
        return list;
    }
}
