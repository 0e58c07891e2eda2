using System.Collections.Immutable;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>The members of a role that are up, the oldest first. The oldest has the singleton.</summary>
internal sealed class MembersByAge(string role)
{
    private ImmutableSortedSet<Member> _members = ImmutableSortedSet.Create<Member>(Member.AgeOrdering);

    /// <summary>The oldest, or null.</summary>
    public Member Oldest => _members.FirstOrDefault();

    /// <summary>Starts from a state.</summary>
    public void Start(ClusterEvent.CurrentClusterState state) => _members = state.Members
        .Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving && Counts(m))
        .ToImmutableSortedSet(Member.AgeOrdering);

    /// <summary>Follows an event; true when the oldest has changed.</summary>
    public bool Follow(ClusterEvent.IMemberEvent happened)
    {
        var before = Oldest;
        if (!Counts(happened.Member))
            return false;
        _members = Without(happened.Member);
        if (happened is not (ClusterEvent.MemberExited or ClusterEvent.MemberRemoved)
            && happened.Member.Status is MemberStatus.Up or MemberStatus.Leaving)
            _members = _members.Add(happened.Member);
        return !Equals(before, Oldest);
    }

    private ImmutableSortedSet<Member> Without(Member member) =>
        _members.Where(m => !m.Equals(member)).ToImmutableSortedSet(Member.AgeOrdering);

    private bool Counts(Member member) => string.IsNullOrEmpty(role) || member.HasRole(role);
}
