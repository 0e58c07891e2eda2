using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>Finds the serializer of a type. The binding of the most derived class or interface counts.</summary>
public class Serialization
{
    [ThreadStatic]
    private static Information _transport;

    private readonly ConcurrentDictionary<Type, Serializer> _byType = new();
    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new();
    private readonly ConcurrentDictionary<Type, bool> _unbound = new();
    private readonly NullSerializer _null;

    /// <summary>Reads the configuration.</summary>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _null = new NullSerializer(system);
        _byId[_null.Identifier] = _null;
        var actor = system.Settings.Config.GetConfig("akka.actor");
        foreach (var (name, value) in actor.GetConfig("serializers").AsEnumerable())
            AddSerializer(name, value.GetString(), actor.GetConfig($"serialization-settings.{name}"));
        var inCode = system.Settings.Setup.Get<SerializationSetup>();
        var details = inCode.HasValue ? inCode.Value.CreateSerializers(system) : [];
        foreach (var detail in details)
            AddSerializer(detail.Alias, detail.Serializer);
        foreach (var (typeName, value) in actor.GetConfig("serialization-bindings").AsEnumerable())
            Bind(typeName, value.GetString());
        foreach (var detail in details)
        {
            foreach (var type in detail.UseFor)
                AddSerializationMap(type, detail.Serializer);
        }
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>For whom this thread is serialising, or null.</summary>
    public static Information GetCurrentTransportInformation() => _transport
        ?? throw new InvalidOperationException(
            "CurrentTransportInformation is not set. Use Serialization.WithTransport<T>.");

    /// <summary>Serialises for other systems.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) =>
        WithTransport(new Information(system.Provider.DefaultAddress, system), action);

    /// <summary>Serialises for other systems.</summary>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action) =>
        WithTransport(system, () => action(state));

    /// <summary>The name that goes with the bytes of an object; empty when the serializer needs none.</summary>
    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => TypeManifest(msg.GetType()),
        _ => string.Empty,
    };

    /// <summary>The path by which other systems find an actor.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null)
            return string.Empty;
        var address = _transport?.Address
            ?? (actorRef is LocalActorRef local ? local.Provider.DefaultAddress : null);
        return actorRef.Path.ToSerializationFormatWithAddress(address);
    }

    /// <summary>The actor at a path.</summary>
    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    /// <summary>Adds a serializer under a name.</summary>
    public void AddSerializer(string name, Serializer serializer)
    {
        _byId[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    /// <summary>Binds a type to a serializer.</summary>
    public void AddSerializationMap(Type type, Serializer serializer) => _byType[type] = serializer;

    /// <summary>The bytes of an object.</summary>
    public byte[] Serialize(object o) => WithTransport(System, () => FindSerializerFor(o).ToBinary(o));

    /// <summary>The object of bytes.</summary>
    /// <exception cref="SerializationException">There is no such serializer.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type type) =>
        WithTransport(System, () => ById(serializerId, type?.Name).FromBinary(bytes, type));

    /// <summary>The object of bytes.</summary>
    /// <exception cref="SerializationException">There is no such serializer or type.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest) => WithTransport(System, () =>
    {
        var serializer = ById(serializerId, manifest);
        if (serializer is SerializerWithStringManifest named)
            return named.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest))
            return serializer.FromBinary(bytes, null);
        var type = TypeNames.Find(manifest) ?? throw new SerializationException(
            $"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return serializer.FromBinary(bytes, type);
    });

    /// <summary>The serializer of an object.</summary>
    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null ? _null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>The serializer of a type.</summary>
    /// <exception cref="SerializationException">There is none.</exception>
    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null)
    {
        if (_byType.TryGetValue(objectType, out var exact))
            return exact;
        var bound = _byType
            .Where(binding => binding.Key != typeof(object) && binding.Key.IsAssignableFrom(objectType))
            .ToList();
        // The most derived of the bindings, so that the order of configuration does not matter.
        var best = bound.Find(
            b => bound.TrueForAll(other => other.Key.IsAssignableFrom(b.Key) || b.Value == other.Value));
        var found = best.Value ?? bound.FirstOrDefault().Value;
        if (found is null && defaultSerializerName is not null)
            _byName.TryGetValue(defaultSerializerName, out found);
        if (found is null)
        {
            if (!_byType.TryGetValue(typeof(object), out found))
                throw new SerializationException($"Serializer not found for type {objectType.Name}");
            _unbound[objectType] = true;
        }

        AddSerializationMap(objectType, found);
        return found;
    }

    /// <summary>The serializer of an object that goes to another system. The fallback of the original, Newtonsoft.Json,
    /// takes any type; the one here does not promise that, so types of users need a binding.</summary>
    /// <exception cref="SerializationException">The type has none.</exception>
    internal Serializer FindSerializerForWire(object obj)
    {
        var serializer = FindSerializerFor(obj);
        if (obj is null || !_unbound.ContainsKey(obj.GetType()) || IsPlain(obj))
            return serializer;
        var type = obj.GetType();
        throw new SerializationException(
            $"Messages of type {type} go to another system but have no serializer. Name one in configuration: " +
            $"akka.actor.serialization-bindings {{ \"{TypeManifest(type)}\" = <a name from akka.actor.serializers> }}.");
    }

    internal static string TypeManifest(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    internal static T WithTransport<T>(Information transport, Func<T> action)
    {
        var before = _transport;
        _transport = transport;
        try
        {
            return action();
        }
        finally
        {
            _transport = before;
        }
    }

    /// <summary>A copy by way of bytes, as it would arrive in another process.</summary>
    internal object RoundTrip(object message)
    {
        if (message is Cluster.Sharding.ShardingEnvelope envelope)
            return new Cluster.Sharding.ShardingEnvelope(envelope.EntityId, RoundTrip(envelope.Message));
        // What the library tells itself holds callbacks and references that stay inside the process.
        if (WrappedMessage.Unwrap(message) is INoSerializationVerificationNeeded
            || message is INoSerializationVerificationNeeded || message.GetType().Assembly == GetType().Assembly)
            return message;
        return WithTransport(System, () =>
        {
            var serializer = FindSerializerFor(message);
            return Deserialize(serializer.ToBinary(message), serializer.Identifier, ManifestFor(serializer, message));
        });
    }

    private void AddSerializer(string name, string typeName, Config settings)
    {
        if (TypeNames.Find(typeName) is not { } type)
        {
            System.Log.Warning(
                "The type name for serializer '{0}' did not resolve to an actual Type: '{1}'", name, typeName);
            return;
        }

        AddSerializer(
            name,
            (Serializer)(settings.IsNullOrEmpty()
                ? Activator.CreateInstance(type, System)
                : Activator.CreateInstance(type, System, settings)));
    }

    private void Bind(string typeName, string serializerName)
    {
        if (TypeNames.Find(typeName) is not { } type)
            System.Log.Warning(
                "The type name for message/serializer binding '{0}' did not resolve to an actual Type: '{1}'",
                serializerName, typeName);
        else if (!_byName.TryGetValue(serializerName, out var serializer))
            System.Log.Warning("Serialization binding to non existing serializer: '{0}'", serializerName);
        else
            AddSerializationMap(type, serializer);
    }

    // What the JSON serializer is known to read back as it was.
    private static bool IsPlain(object obj) =>
        obj.GetType().IsPrimitive || obj.GetType().Assembly == typeof(Serialization).Assembly
        || obj is decimal or Guid or DateTime or DateTimeOffset or TimeSpan or ISurrogated or ISurrogate;

    private Serializer ById(int id, string manifest) =>
        _byId.TryGetValue(id, out var serializer)
            ? serializer
            : throw new SerializationException(
                $"Cannot find serializer with id [{id}] (manifest [{manifest}]). The most probable reason is that " +
                "the configuration entry 'akka.actor.serializers' is not in sync between the two systems.");
}
