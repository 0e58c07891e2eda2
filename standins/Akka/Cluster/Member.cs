using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>How far a member is on its way into or out of the cluster.</summary>
public enum MemberStatus
{
    /// <summary>On its way in.</summary>
    Joining = 0,

    /// <summary>A full member.</summary>
    Up = 1,

    /// <summary>Said that it leaves.</summary>
    Leaving = 2,

    /// <summary>All have seen it leave.</summary>
    Exiting = 3,

    /// <summary>Put out.</summary>
    Down = 4,

    /// <summary>No longer a member.</summary>
    Removed = 5,

    /// <summary>In, while not everybody can be reached.</summary>
    WeaklyUp = 6,
}

/// <summary>A node of the cluster. Equality is by <see cref="UniqueAddress"/> only.</summary>
public class Member : IComparable<Member>, IComparable
{
    /// <summary>By host and port.</summary>
    public static readonly IComparer<Address> AddressOrdering = Comparer<Address>.Create(CompareAddresses);

    /// <summary>The oldest first.</summary>
    public static readonly IComparer<Member> AgeOrdering =
        Comparer<Member>.Create((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    private static readonly Dictionary<MemberStatus, MemberStatus[]> AllowedSteps = new()
    {
        [MemberStatus.Joining] =
            [MemberStatus.WeaklyUp, MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
        [MemberStatus.WeaklyUp] = [MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
        [MemberStatus.Up] = [MemberStatus.Leaving, MemberStatus.Down, MemberStatus.Removed],
        [MemberStatus.Leaving] = [MemberStatus.Exiting, MemberStatus.Down, MemberStatus.Removed],
        [MemberStatus.Down] = [MemberStatus.Removed],
        [MemberStatus.Exiting] = [MemberStatus.Removed, MemberStatus.Down],
        [MemberStatus.Removed] = [],
    };

    private Member(
        UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles,
        AppVersion appVersion)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
        AppVersion = appVersion;
    }

    /// <summary>Where, and which life.</summary>
    public UniqueAddress UniqueAddress { get; }

    /// <summary>Where.</summary>
    public Address Address => UniqueAddress.Address;

    /// <summary>How far in or out.</summary>
    public MemberStatus Status { get; }

    /// <summary>What it is for.</summary>
    public ImmutableHashSet<string> Roles { get; }

    /// <summary>The version of the application.</summary>
    public AppVersion AppVersion { get; }

    /// <summary>The smaller the older.</summary>
    internal int UpNumber { get; }

    /// <summary>The one that counts when two views of a member differ.</summary>
    public static Member HighestPriorityOf(Member m1, Member m2)
    {
        if (m1.Status == m2.Status)
            return m1.IsOlderThan(m2) ? m1 : m2;
        MemberStatus[] order =
        [
            MemberStatus.Removed, MemberStatus.Down, MemberStatus.Exiting, MemberStatus.Leaving, MemberStatus.Up,
            MemberStatus.WeaklyUp, MemberStatus.Joining,
        ];
        return Array.IndexOf(order, m1.Status) <= Array.IndexOf(order, m2.Status) ? m1 : m2;
    }

    /// <summary>Whether it has a role.</summary>
    public bool HasRole(string role) => Roles.Contains(role);

    /// <summary>Whether it was up before <paramref name="other"/>.</summary>
    public bool IsOlderThan(Member other) => UpNumber == other.UpNumber
        ? AddressOrdering.Compare(Address, other.Address) < 0
        : UpNumber < other.UpNumber;

    /// <summary>The same member with another status.</summary>
    /// <exception cref="InvalidOperationException">There is no way from the present one.</exception>
    public Member Copy(MemberStatus status)
    {
        if (status == Status)
            return this;
        if (!AllowedSteps[Status].Contains(status))
            throw new InvalidOperationException($"Invalid member status transition {Status} -> {status}");
        return new Member(UniqueAddress, UpNumber, status, Roles, AppVersion);
    }

    /// <summary>The same member, up, with its place in age.</summary>
    public Member CopyUp(int upNumber) =>
        new Member(UniqueAddress, upNumber, Status, Roles, AppVersion).Copy(MemberStatus.Up);

    /// <inheritdoc />
    public int CompareTo(Member other)
    {
        var result = AddressOrdering.Compare(Address, other.Address);
        return result != 0 ? result : UniqueAddress.Uid.CompareTo(other.UniqueAddress.Uid);
    }

    int IComparable.CompareTo(object obj) => obj is Member other
        ? CompareTo(other)
        : throw new ArgumentException($"Cannot compare {nameof(Member)} with {obj?.GetType().Name ?? "null"}");

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is Member other && UniqueAddress.Equals(other.UniqueAddress);

    /// <inheritdoc />
    public override int GetHashCode() => UniqueAddress.GetHashCode();

    /// <inheritdoc />
    public override string ToString() =>
        $"Member(address = {Address}, Uid={UniqueAddress.Uid} status = {Status}, role=[{string.Join(",", Roles)}], " +
        $"upNumber={UpNumber}, version={AppVersion})";

    /// <summary>A node on its way in.</summary>
    internal static Member Create(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion version) =>
        new(node, int.MaxValue, MemberStatus.Joining, roles, version);

    /// <summary>A node that is no member.</summary>
    internal static Member Removed(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion version) =>
        new(node, int.MaxValue, MemberStatus.Removed, roles, version);

    /// <summary>A member as another node told of it.</summary>
    internal static Member Restore(
        UniqueAddress node, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion version) =>
        new(node, upNumber, status, roles, version);

    /// <summary>Of two views of one life the one that is further, with the place in age that is known.</summary>
    internal static Member Furthest(Member m1, Member m2)
    {
        var further = HighestPriorityOf(m1, m2);
        var upNumber = Math.Min(m1.UpNumber, m2.UpNumber);
        return further.UpNumber == upNumber
            ? further
            : new Member(further.UniqueAddress, upNumber, further.Status, further.Roles, further.AppVersion);
    }

    /// <summary>Whether two views of a member are equal.</summary>
    internal bool IsSameAs(Member other) =>
        UniqueAddress == other.UniqueAddress && Status == other.Status && UpNumber == other.UpNumber;

    private static int CompareAddresses(Address x, Address y)
    {
        var result = string.CompareOrdinal(x.Host ?? "", y.Host ?? "");
        return result != 0 ? result : Nullable.Compare(x.Port, y.Port);
    }
}
