using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Bytes as they are.</summary>
public class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"The object to convert is not a byte array: {obj.GetType()}"),
    };

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => bytes;
}

/// <summary>Null.</summary>
public class NullSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc />
    public override int Identifier => 0;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => [];

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => null;
}

/// <summary>The default: JSON. (The name is the original's, because configuration uses it; System.Text.Json does the
/// work here, so types that only Newtonsoft.Json understands need a serializer of their own.)</summary>
public class NewtonSoftJsonSerializer : Serializer
{
    private readonly JsonSerializerOptions _options;

    /// <summary>Creates the serializer.</summary>
    public NewtonSoftJsonSerializer(ExtendedActorSystem system) : base(system) =>
        _options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Converters = { new ActorRefConverter(system), new SurrogatedConverter(system), new TypedObjectConverter() },
        };

    /// <inheritdoc />
    public override bool IncludeManifest => true;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType(), _options);

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => JsonSerializer.Deserialize(bytes, type, _options);

    /// <summary>References as paths.</summary>
    private sealed class ActorRefConverter(ExtendedActorSystem system) : JsonConverter<IActorRef>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(IActorRef).IsAssignableFrom(typeToConvert);

        public override IActorRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: > 0 } path ? system.Provider.ResolveActorRef(path) : null;

        public override void Write(Utf8JsonWriter writer, IActorRef value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Serialization.SerializedActorPath(value));
    }

    /// <summary>Objects with a form of their own for this, such as addresses.</summary>
    private sealed class SurrogatedConverter(ExtendedActorSystem system) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(Util.ISurrogated).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert), system);

        private sealed class Of<T>(ExtendedActorSystem system) : JsonConverter<T> where T : class, Util.ISurrogated
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                using var document = JsonDocument.ParseValue(ref reader);
                var type = Util.TypeNames.Find(document.RootElement.GetProperty("$type").GetString());
                return typeof(Util.ISurrogate).IsAssignableFrom(type)
                    ? (T)((Util.ISurrogate)document.RootElement.GetProperty("$value").Deserialize(type, options))
                        .FromSurrogate(system)
                    : throw new JsonException($"'{type}' is not the serialised form of {typeof(T)}.");
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            {
                var surrogate = value.ToSurrogate(system);
                writer.WriteStartObject();
                writer.WriteString("$type", Serialization.TypeManifest(surrogate.GetType()));
                writer.WritePropertyName("$value");
                JsonSerializer.Serialize(writer, surrogate, surrogate.GetType(), options);
                writer.WriteEndObject();
            }
        }
    }

    /// <summary>Members of type object, with the name of what they hold.</summary>
    private sealed class TypedObjectConverter : JsonConverter<object>
    {
        public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var type = Util.TypeNames.Find(document.RootElement.GetProperty("$type").GetString());
            return document.RootElement.GetProperty("$value").Deserialize(type, options);
        }

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("$type", Serialization.TypeManifest(value.GetType()));
            writer.WritePropertyName("$value");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
