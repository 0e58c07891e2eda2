using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster;

/// <summary>What happens in a cluster.</summary>
public class ClusterEvent
{
    /// <summary>A subscriber first gets the state as a whole.</summary>
    public static readonly SubscriptionInitialStateMode InitialStateAsSnapshot =
        SubscriptionInitialStateMode.InitialStateAsSnapshot;

    /// <summary>A subscriber first gets the events that lead to the state.</summary>
    public static readonly SubscriptionInitialStateMode InitialStateAsEvents =
        SubscriptionInitialStateMode.InitialStateAsEvents;

    /// <summary>What a subscriber first gets.</summary>
    public enum SubscriptionInitialStateMode
    {
        /// <summary>The state as a whole.</summary>
        InitialStateAsSnapshot,

        /// <summary>The events that lead to the state.</summary>
        InitialStateAsEvents,
    }

    /// <summary>Something happened.</summary>
    public interface IClusterDomainEvent : IDeadLetterSuppression;

    /// <summary>The status of a member changed.</summary>
    public interface IMemberEvent : IClusterDomainEvent
    {
        /// <summary>The member.</summary>
        Member Member { get; }
    }

    /// <summary>A member can or cannot be reached.</summary>
    public interface IReachabilityEvent : IClusterDomainEvent;

    /// <summary>The cluster as this node sees it.</summary>
    public sealed class CurrentClusterState : INoSerializationVerificationNeeded
    {
        private readonly ImmutableDictionary<string, Address> _roleLeaders;

        /// <summary>Creates an empty state.</summary>
        public CurrentClusterState() : this([], [], [], null, ImmutableDictionary<string, Address>.Empty) { }

        /// <summary>Creates a state.</summary>
        public CurrentClusterState(
            ImmutableSortedSet<Member> members, ImmutableHashSet<Member> unreachable, ImmutableHashSet<Address> seenBy,
            Address leader, ImmutableDictionary<string, Address> roleLeaderMap)
        {
            Members = members;
            Unreachable = unreachable;
            SeenBy = seenBy;
            Leader = leader;
            _roleLeaders = roleLeaderMap;
        }

        /// <summary>The members.</summary>
        public ImmutableSortedSet<Member> Members { get; }

        /// <summary>Those that cannot be reached.</summary>
        public ImmutableHashSet<Member> Unreachable { get; }

        /// <summary>Who has seen this state.</summary>
        public ImmutableHashSet<Address> SeenBy { get; }

        /// <summary>The leader, or null.</summary>
        public Address Leader { get; }

        /// <summary>The roles of all members.</summary>
        public ImmutableHashSet<string> AllRoles => [.. Members.SelectMany(member => member.Roles)];

        /// <summary>Whether members differ in the version of the application.</summary>
        public bool HasMoreThanOneAppVersion => Members.Select(member => member.AppVersion).Distinct().Count() > 1;

        /// <summary>The leader among those with a role, or null.</summary>
        public Address RoleLeader(string role) => _roleLeaders.GetValueOrDefault(role);

        /// <summary>A copy with some parts changed.</summary>
        public CurrentClusterState Copy(
            ImmutableSortedSet<Member> members = null, ImmutableHashSet<Member> unreachable = null,
            ImmutableHashSet<Address> seenBy = null, Address leader = null,
            ImmutableDictionary<string, Address> roleLeaderMap = null) => new(
            members ?? Members, unreachable ?? Unreachable, seenBy ?? SeenBy, leader ?? Leader,
            roleLeaderMap ?? _roleLeaders);
    }

    /// <summary>The status of a member changed.</summary>
    public abstract class MemberStatusChange : IMemberEvent
    {
        /// <summary>The member.</summary>
        protected readonly Member _member;

        /// <summary>Creates the event for a member, which has to have the right status.</summary>
        protected MemberStatusChange(Member member, MemberStatus validStatus)
        {
            if (member.Status != validStatus)
                throw new ArgumentException($"Expected {validStatus} state, got: {member}");
            _member = member;
        }

        /// <inheritdoc />
        public Member Member => _member;

        /// <inheritdoc />
        public override bool Equals(object obj) =>
            obj is MemberStatusChange other && obj.GetType() == GetType() && Member.Equals(other.Member);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        /// <inheritdoc />
        public override string ToString() => $"{GetType().Name}(Member: {Member})";
    }

    /// <summary>A node is on its way in.</summary>
    public sealed class MemberJoined(Member member) : MemberStatusChange(member, MemberStatus.Joining);

    /// <summary>A node is up.</summary>
    public sealed class MemberUp(Member member) : MemberStatusChange(member, MemberStatus.Up);

    /// <summary>A node is up while not everybody can be reached.</summary>
    public sealed class MemberWeaklyUp(Member member) : MemberStatusChange(member, MemberStatus.WeaklyUp);

    /// <summary>A node said that it leaves.</summary>
    public sealed class MemberLeft(Member member) : MemberStatusChange(member, MemberStatus.Leaving);

    /// <summary>All have seen a node leave.</summary>
    public sealed class MemberExited(Member member) : MemberStatusChange(member, MemberStatus.Exiting);

    /// <summary>A node was put out.</summary>
    public sealed class MemberDowned(Member member) : MemberStatusChange(member, MemberStatus.Down);

    /// <summary>A node is no longer a member.</summary>
    public sealed class MemberRemoved(Member member, MemberStatus previousStatus)
        : MemberStatusChange(member, MemberStatus.Removed)
    {
        /// <summary>What it was before.</summary>
        public MemberStatus PreviousStatus { get; } = previousStatus;

        /// <inheritdoc />
        public override bool Equals(object obj) =>
            base.Equals(obj) && ((MemberRemoved)obj).PreviousStatus == PreviousStatus;

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Member, PreviousStatus);
    }

    /// <summary>Another node leads, or none.</summary>
    public sealed class LeaderChanged(Address leader) : IClusterDomainEvent
    {
        /// <summary>The leader.</summary>
        public Address Leader { get; } = leader;

        /// <inheritdoc />
        public override bool Equals(object obj) => obj is LeaderChanged other && Equals(Leader, other.Leader);

        /// <inheritdoc />
        public override int GetHashCode() => Leader?.GetHashCode() ?? 0;

        /// <inheritdoc />
        public override string ToString() => $"LeaderChanged(NewLeader={Leader})";
    }

    /// <summary>Another node leads those with a role, or none.</summary>
    public sealed class RoleLeaderChanged(string role, Address leader) : IClusterDomainEvent
    {
        /// <summary>The role.</summary>
        public string Role { get; } = role;

        /// <summary>The leader.</summary>
        public Address Leader { get; } = leader;

        /// <inheritdoc />
        public override bool Equals(object obj) =>
            obj is RoleLeaderChanged other && Role == other.Role && Equals(Leader, other.Leader);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Role, Leader);

        /// <inheritdoc />
        public override string ToString() => $"RoleLeaderChanged(Leader={Leader}, Role={Role})";
    }

    /// <summary>The cluster ends on this node.</summary>
    public sealed class ClusterShuttingDown : IClusterDomainEvent
    {
        /// <summary>The only instance.</summary>
        public static readonly IClusterDomainEvent Instance = new ClusterShuttingDown();

        private ClusterShuttingDown() { }

        /// <inheritdoc />
        public override string ToString() => "ClusterShuttingDown";
    }

    /// <summary>A member can or cannot be reached.</summary>
    public abstract class ReachabilityEvent : IReachabilityEvent
    {
        /// <summary>Creates the event.</summary>
        protected ReachabilityEvent(Member member) => Member = member;

        /// <summary>The member.</summary>
        public Member Member { get; }

        /// <inheritdoc />
        public override bool Equals(object obj) =>
            obj is ReachabilityEvent other && obj.GetType() == GetType() && Member.Equals(other.Member);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(GetType(), Member);

        /// <inheritdoc />
        public override string ToString() => $"{GetType().Name}(Member={Member})";
    }

    /// <summary>A member cannot be reached.</summary>
    public sealed class UnreachableMember(Member member) : ReachabilityEvent(member);

    /// <summary>A member can be reached again.</summary>
    public sealed class ReachableMember(Member member) : ReachabilityEvent(member);
}
