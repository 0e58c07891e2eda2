using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>
/// Who is in the cluster: a value, and the steps from one value to the next. It knows no actor and no clock, so
/// that views of several nodes can be merged and compared.
/// </summary>
internal sealed record Membership(ImmutableSortedSet<Member> Members, ImmutableHashSet<UniqueAddress> Unreachable)
{
    public static readonly Membership Empty = new([], []);

    /// <summary>The leader: among those that are up or leaving the first by address, else the first of all.</summary>
    public Address Leader => LeaderOf(Members);

    /// <summary>The first by address of each role.</summary>
    public ImmutableDictionary<string, Address> RoleLeaders => Members
        .SelectMany(member => member.Roles).Distinct()
        .Select(role => (Role: role, Leader: LeaderOf(Members.Where(member => member.HasRole(role)))))
        .Where(found => found.Leader is not null)
        .ToImmutableDictionary(found => found.Role, found => found.Leader);

    /// <summary>The member of an address, or null.</summary>
    public Member Of(Address address) => Members.FirstOrDefault(member => member.Address == address);

    /// <summary>The member of one life, or null.</summary>
    public Member Of(UniqueAddress node) => Members.FirstOrDefault(member => member.UniqueAddress == node);

    /// <summary>With a node on its way in.</summary>
    public Membership With(Member member) => this with { Members = Members.Remove(member).Add(member) };

    /// <summary>Without a node.</summary>
    public Membership Without(Member member) => new(
        Members.Remove(member), Unreachable.Remove(member.UniqueAddress));

    /// <summary>With another status of a node.</summary>
    public Membership With(Member member, MemberStatus status) => With(member.Copy(status));

    /// <summary>What the leader does when all agree: who joins is up, who leaves exits.</summary>
    public Membership AfterLeaderActions(ClusterSettings settings)
    {
        var next = this;
        foreach (var leaving in Members.Where(member => member.Status == MemberStatus.Leaving))
            next = next.With(leaving, MemberStatus.Exiting);
        if (!IsLargeEnough(settings))
            return next;
        var upNumber = Members.Where(member => member.UpNumber != int.MaxValue)
            .Select(member => member.UpNumber).DefaultIfEmpty(0).Max();
        foreach (var joining in Members.Where(m => m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp))
            next = next.With(joining.CopyUp(++upNumber));
        return next;
    }

    /// <summary>The state as subscribers see it.</summary>
    public ClusterEvent.CurrentClusterState State(Address seenBy) => new(
        Members, [.. Members.Where(member => Unreachable.Contains(member.UniqueAddress))], [seenBy], Leader,
        RoleLeaders);

    /// <summary>The events that lead from this value to the next.</summary>
    public IEnumerable<ClusterEvent.IClusterDomainEvent> EventsTo(Membership next)
    {
        foreach (var member in next.Members)
        {
            if (Of(member.UniqueAddress)?.Status != member.Status)
                yield return EventOf(member);
        }

        foreach (var gone in Members.Where(member => next.Of(member.UniqueAddress) is null))
            yield return new ClusterEvent.MemberRemoved(gone.Copy(MemberStatus.Removed), gone.Status);
        foreach (var node in next.Unreachable.Except(Unreachable))
            yield return new ClusterEvent.UnreachableMember(next.Of(node));
        foreach (var node in Unreachable.Except(next.Unreachable))
        {
            if (next.Of(node) is { } member)
                yield return new ClusterEvent.ReachableMember(member);
        }

        if (next.Leader != Leader)
            yield return new ClusterEvent.LeaderChanged(next.Leader);
        var (before, after) = (RoleLeaders, next.RoleLeaders);
        foreach (var role in before.Keys.Union(after.Keys))
        {
            if (before.GetValueOrDefault(role) != after.GetValueOrDefault(role))
                yield return new ClusterEvent.RoleLeaderChanged(role, after.GetValueOrDefault(role));
        }
    }

    private static Address LeaderOf(IEnumerable<Member> members)
    {
        var candidates = members.Where(m => m.Status != MemberStatus.Down).ToList();
        return (candidates.Find(m => m.Status is MemberStatus.Up or MemberStatus.Leaving)
            ?? candidates.Find(m => m.Status != MemberStatus.Exiting)
            ?? candidates.FirstOrDefault())?.Address;
    }

    private static ClusterEvent.IClusterDomainEvent EventOf(Member member) => member.Status switch
    {
        MemberStatus.Joining => new ClusterEvent.MemberJoined(member),
        MemberStatus.WeaklyUp => new ClusterEvent.MemberWeaklyUp(member),
        MemberStatus.Up => new ClusterEvent.MemberUp(member),
        MemberStatus.Leaving => new ClusterEvent.MemberLeft(member),
        MemberStatus.Exiting => new ClusterEvent.MemberExited(member),
        MemberStatus.Down => new ClusterEvent.MemberDowned(member),
        _ => throw new InvalidOperationException($"{member} cannot be in the table of members."),
    };

    private bool IsLargeEnough(ClusterSettings settings) =>
        Members.Count >= settings.MinNrOfMembers
        && settings.MinNrOfMembersOfRole.All(need => Members.Count(m => m.HasRole(need.Key)) >= need.Value);
}
