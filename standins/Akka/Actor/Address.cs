using System.Diagnostics.CodeAnalysis;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system is: protocol, name, and host and port if it can be reached from elsewhere.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    /// <summary>Stands for every system.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Orders by protocol, system, host and port.</summary>
    public static readonly IComparer<Address> Comparer =
        Comparer<Address>.Create((a, b) => a is null ? (b is null ? 0 : -1) : a.CompareTo(b));

    private readonly string _text;

    /// <summary>Creates an address.</summary>
    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
        _text = Host is null ? $"{protocol}://{system}"
            : port is null ? $"{protocol}://{system}@{Host}" : $"{protocol}://{system}@{Host}:{port}";
    }

    /// <summary>The name of the machine, in lower case, or null.</summary>
    public string Host { get; }

    /// <summary>The port, or null.</summary>
    public int? Port { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <summary>akka inside one process, akka.tcp or akka.ssl.tcp between processes.</summary>
    public string Protocol { get; }

    /// <summary>Whether it means this process only.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    /// <summary>Whether it can be reached from elsewhere.</summary>
    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);

    /// <summary>Whether both are the same place.</summary>
    public static bool operator ==(Address left, Address right) => Equals(left, right);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(Address left, Address right) => !Equals(left, right);

    /// <summary>Parses protocol://system@host:port.</summary>
    /// <exception cref="UriFormatException">The text is no address.</exception>
    public static Address Parse(string address) =>
        TryParse(address, out Address parsed)
            ? parsed
            : throw new UriFormatException($"Can't parse an Address: {address}");

    /// <summary>Parses protocol://system@host:port, with or without a path behind it.</summary>
    public static bool TryParse(string path, out Address address) => TryParse(path, out address, out _);

    /// <summary>Parses an address and gives the path behind it, starting with a slash.</summary>
    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        address = null;
        absolutUri = null;
        var scheme = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme <= 0 || !path.StartsWith("akka", StringComparison.Ordinal))
            return false;
        var rest = path[(scheme + 3)..];
        var slash = rest.IndexOf('/');
        absolutUri = slash < 0 ? "/" : rest[slash..];
        var authority = slash < 0 ? rest : rest[..slash];
        return TryParseAuthority(path[..scheme], authority, out address);
    }

    /// <inheritdoc cref="TryParse(string, out Address)" />
    public static bool TryParse(ReadOnlySpan<char> span, out Address address) => TryParse(span.ToString(), out address);

    /// <summary>This address with another host.</summary>
    public Address WithHost(string host = null) => new(Protocol, System, host, Port);

    /// <summary>This address with another port.</summary>
    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>This address with another protocol.</summary>
    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    /// <summary>This address with another system name.</summary>
    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    /// <summary>The address without the protocol.</summary>
    public string HostPort() => _text[(Protocol.Length + 3)..];

    /// <inheritdoc />
    public object Clone() => new Address(Protocol, System, Host, Port);

    /// <inheritdoc />
    public int CompareTo(Address other)
    {
        if (other is null)
            return 1;
        var result = string.CompareOrdinal(Protocol, other.Protocol);
        result = result != 0 ? result : string.CompareOrdinal(System, other.System);
        result = result != 0 ? result : string.CompareOrdinal(Host ?? "", other.Host ?? "");
        return result != 0 ? result : (Port ?? 0).CompareTo(other.Port ?? 0);
    }

    int IComparable.CompareTo(object obj) => obj is Address other
        ? CompareTo(other)
        : throw new ArgumentException($"Cannot compare {nameof(Address)} with {obj?.GetType().Name ?? "null"}");

    /// <inheritdoc />
    public bool Equals(Address other) =>
        other is not null && Port == other.Port && Host == other.Host && System == other.System
        && Protocol == other.Protocol;

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as Address);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Host, Port, System, Protocol);

    /// <inheritdoc />
    public override string ToString() => _text;

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new AddressSurrogate
    {
        Host = Host,
        Port = Port,
        System = System,
        Protocol = Protocol,
    };

    private static bool TryParseAuthority(string protocol, string authority, [NotNullWhen(true)] out Address address)
    {
        address = null;
        var at = authority.LastIndexOf('@');
        var system = at < 0 ? authority : authority[..at];
        if (system.Length == 0 || protocol.Length == 0)
            return false;
        if (at < 0)
        {
            address = new Address(protocol, system);
            return true;
        }

        var place = authority[(at + 1)..];
        var colon = place.EndsWith(']') ? -1 : place.LastIndexOf(':');
        int? port = null;
        if (colon >= 0)
        {
            if (!int.TryParse(place.AsSpan(colon + 1), out var parsed) || parsed is < 0 or > 65535)
                return false;
            port = parsed;
        }

        address = new Address(protocol, system, colon < 0 ? place : place[..colon], port);
        return true;
    }

    /// <summary>The serialised form.</summary>
    public sealed class AddressSurrogate : ISurrogate
    {
        /// <summary>The host.</summary>
        public string Host { get; set; }

        /// <summary>The port.</summary>
        public int? Port { get; set; }

        /// <summary>The protocol.</summary>
        public string Protocol { get; set; }

        /// <summary>The system.</summary>
        public string System { get; set; }

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
