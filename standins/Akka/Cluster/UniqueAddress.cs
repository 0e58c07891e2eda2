using Akka.Actor;

namespace Akka.Cluster;

/// <summary>One life of a member: the same address with another number is another one.</summary>
public class UniqueAddress(Address address, int uid)
    : IComparable<UniqueAddress>, IEquatable<UniqueAddress>, IComparable
{
    /// <summary>The address.</summary>
    public Address Address { get; } = address;

    /// <summary>The number.</summary>
    public int Uid { get; } = uid;

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(UniqueAddress left, UniqueAddress right) => Equals(left, right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(UniqueAddress left, UniqueAddress right) => !Equals(left, right);

    /// <inheritdoc />
    public int CompareTo(UniqueAddress uniqueAddress)
    {
        var result = Address.CompareTo(uniqueAddress.Address);
        return result != 0 ? result : Uid.CompareTo(uniqueAddress.Uid);
    }

    int IComparable.CompareTo(object obj) => obj is UniqueAddress other
        ? CompareTo(other)
        : throw new ArgumentException($"Cannot compare {nameof(UniqueAddress)} with {obj?.GetType().Name ?? "null"}");

    /// <inheritdoc />
    public bool Equals(UniqueAddress other) =>
        other is not null && Uid == other.Uid && Address.Equals(other.Address);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as UniqueAddress);

    /// <inheritdoc />
    public override int GetHashCode() => Uid;

    /// <inheritdoc />
    public override string ToString() => $"UniqueAddress: ({Address}, {Uid})";
}
