using System.Diagnostics;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The place of an actor in the tree of its system. Two paths are equal when address and names are; the
/// <see cref="Uid"/>, which tells incarnations apart, does not count.</summary>
[DebuggerDisplay("{ToString()}")]
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    /// <summary>What a name may hold besides letters and digits.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private readonly ActorPath _parent;
    private int _hash;

    /// <summary>Creates a root.</summary>
    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    /// <summary>Creates a path under another.</summary>
    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Address = parentPath.Address;
        Name = name;
        Uid = uid;
        Depth = parentPath.Depth + 1;
    }

    /// <summary>The system.</summary>
    public Address Address { get; }

    /// <summary>How many names there are under the root.</summary>
    public int Depth { get; }

    /// <summary>The last name.</summary>
    public string Name { get; }

    /// <summary>Which incarnation; zero means any.</summary>
    public long Uid { get; }

    /// <summary>The path above; the root is above itself.</summary>
    public ActorPath Parent => _parent ?? this;

    /// <summary>The root.</summary>
    public ActorPath Root => ParentOf(0);

    /// <summary>The names from the root.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            if (_parent is null)
                return [""];
            var elements = new string[Depth];
            var path = this;
            for (var i = Depth - 1; i >= 0; i--)
            {
                elements[i] = path.Name;
                path = path._parent;
            }

            return elements;
        }
    }

    /// <summary>The path of the child <paramref name="name"/>.</summary>
    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    /// <summary>The path below by several names.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(n => n.Length > 0).Aggregate(path, (p, n) => p / n);

    /// <summary>Whether both are the same place.</summary>
    public static bool operator ==(ActorPath left, ActorPath right) => Equals(left, right);

    /// <summary>Whether they are different places.</summary>
    public static bool operator !=(ActorPath left, ActorPath right) => !Equals(left, right);

    /// <summary>Whether <paramref name="s"/> may be a name.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || ValidSymbols.Contains(s[i]))
                continue;
            if (s[i] == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]))
                i += 2;
            else
                return false;
        }

        return true;
    }

    /// <summary>Parses a path with address.</summary>
    /// <exception cref="UriFormatException">The text is no path.</exception>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    /// <summary>Parses a path with address.</summary>
    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        return Address.TryParse(path, out Address address, out var absolute)
            && TryParse(new RootActorPath(address), absolute, out actorPath);
    }

    /// <summary>Parses names behind <paramref name="basePath"/>, with a uid behind # if there is one.</summary>
    public static bool TryParse(ActorPath basePath, string absoluteUri, out ActorPath actorPath)
    {
        actorPath = null;
        if (absoluteUri is null || !absoluteUri.StartsWith('/'))
            return false;
        var uid = 0L;
        var hash = absoluteUri.IndexOf('#');
        if (hash >= 0)
        {
            if (!long.TryParse(absoluteUri.AsSpan(hash + 1), out uid))
                return false;
            absoluteUri = absoluteUri[..hash];
        }

        actorPath = basePath / absoluteUri.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (uid != 0)
            actorPath = actorPath.WithUid(uid);
        return true;
    }

    /// <summary>Parses the address of a path.</summary>
    public static bool TryParseAddress(string path, out Address address) => Address.TryParse(path, out address);

    /// <summary>Names joined by slashes.</summary>
    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Join("/", pathElements);

    /// <summary>The path of a child.</summary>
    public ActorPath Child(string childName) => new ChildActorPath(this, childName, 0);

    /// <summary>The path above with <paramref name="depth"/> names; negative counts from the end.</summary>
    public ActorPath ParentOf(int depth)
    {
        var target = depth >= 0 ? depth : Depth + depth;
        var path = this;
        while (path._parent is not null && path.Depth > target)
            path = path._parent;
        return path;
    }

    /// <summary>The same place, another incarnation.</summary>
    public ActorPath WithUid(long uid) => uid == Uid || _parent is null ? this : new ChildActorPath(_parent, Name, uid);

    /// <inheritdoc />
    public bool Equals(ActorPath other)
    {
        var left = this;
        var right = other;
        if (right is null || left.Depth != right.Depth || !Address.Equals(right.Address))
            return false;
        while (left is not null && !ReferenceEquals(left, right))
        {
            if (left.Name != right.Name)
                return false;
            left = left._parent;
            right = right._parent;
        }

        return true;
    }

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as ActorPath);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        if (_hash == 0)
            _hash = HashCode.Combine(_parent?.GetHashCode() ?? Address.GetHashCode(), Name);
        return _hash;
    }

    /// <inheritdoc />
    public int CompareTo(ActorPath other)
    {
        if (other is null)
            return 1;
        var result = Address.CompareTo(other.Address);
        return result != 0 ? result : string.CompareOrdinal(ToStringWithoutAddress(), other.ToStringWithoutAddress());
    }

    /// <inheritdoc />
    public override string ToString() => Address + ToStringWithoutAddress();

    /// <summary>The names only, starting with a slash.</summary>
    public string ToStringWithoutAddress() => "/" + FormatPathElements(Elements);

    /// <summary>The path with its address.</summary>
    public string ToStringWithAddress() => ToString();

    /// <summary>The path with <paramref name="address"/>, unless its own tells a host.</summary>
    public string ToStringWithAddress(Address address) =>
        (Address.HasGlobalScope || address is null ? Address : address) + ToStringWithoutAddress();

    /// <summary>The path with its uid.</summary>
    public string ToStringWithUid() => ToString() + UidSuffix;

    /// <summary>The path with uid, as it is sent to other systems.</summary>
    public string ToSerializationFormat() => ToStringWithUid();

    /// <summary>The path with uid and <paramref name="address"/>, as it is sent to other systems.</summary>
    public string ToSerializationFormatWithAddress(Address address) => ToStringWithAddress(address) + UidSuffix;

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    private string UidSuffix => Uid == 0 ? "" : $"#{Uid}";

    /// <summary>The serialised form.</summary>
    public sealed class Surrogate(string path) : ISurrogate
    {
        /// <summary>The path as text.</summary>
        public string Path { get; } = path;

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);
    }
}

/// <summary>The top of a system.</summary>
public sealed class RootActorPath(Address address, string name = "") : ActorPath(address, name);

/// <summary>A path under another.</summary>
public sealed class ChildActorPath(ActorPath parentPath, string name, long uid) : ActorPath(parentPath, name, uid);
