using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Turns objects into bytes and back.</summary>
public abstract class Serializer(ExtendedActorSystem system)
{
    private int? _identifier;

    /// <summary>The system.</summary>
    protected readonly ExtendedActorSystem system = system;

    /// <summary>The number that goes with the bytes, so that the other side finds the same serializer. Read from
    /// <c>serialization-identifiers</c> unless overridden.</summary>
    public virtual int Identifier =>
        _identifier ??= SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    /// <summary>Whether the name of the type goes with the bytes.</summary>
    public abstract bool IncludeManifest { get; }

    /// <summary>The bytes of an object.</summary>
    public abstract byte[] ToBinary(object obj);

    /// <summary>The bytes of an object for a system at an address.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.WithTransport(new Information(address, system), () => ToBinary(obj));

    /// <summary>The object of bytes.</summary>
    public abstract object FromBinary(byte[] bytes, Type type);

    /// <summary>The object of bytes.</summary>
    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));
}

/// <summary>A serializer that gives each kind of object a name of its own choice.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc />
    public sealed override bool IncludeManifest => true;

    /// <inheritdoc />
    public sealed override object FromBinary(byte[] bytes, Type type) =>
        FromBinary(bytes, Serialization.TypeManifest(type));

    /// <summary>The object of bytes.</summary>
    public abstract object FromBinary(byte[] bytes, string manifest);

    /// <summary>The name of the kind of an object.</summary>
    public abstract string Manifest(object o);
}

/// <summary>Reads the numbers of serializers.</summary>
public static class SerializerIdentifierHelper
{
    /// <summary>The number of a type of serializers.</summary>
    /// <exception cref="ArgumentException">Configuration has none.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig("akka.actor.serialization-identifiers");
        foreach (var (name, value) in identifiers.AsEnumerable())
        {
            if (Util.TypeNames.Find(name) == type)
                return value.GetInt();
        }

        throw new ArgumentException(
            $"Couldn't find serializer id for [{type}] under [akka.actor.serialization-identifiers] HOCON path");
    }
}

/// <summary>For which system, reached at which address, something is being serialised.</summary>
public sealed class Information(Address address, ActorSystem system) : IEquatable<Information>
{
    /// <summary>The address.</summary>
    public Address Address { get; } = address;

    /// <summary>The system.</summary>
    public ActorSystem System { get; } = system;

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(Information left, Information right) => Equals(left, right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Information left, Information right) => !Equals(left, right);

    /// <inheritdoc />
    public bool Equals(Information other) =>
        other is not null && Equals(Address, other.Address) && ReferenceEquals(System, other.System);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as Information);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Address, System);
}
