using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>Whom one member cannot reach. The version grows with every change, so that the newest one counts.</summary>
internal sealed record Observation(long Version, ImmutableHashSet<UniqueAddress> Unreachable);

/// <summary>
/// Who is in the cluster: a value, and the steps from one value to the next. It knows no actor and no clock. Two views
/// are merged by taking what is further of each member (joining, up, leaving, exiting, down, gone) and the newest
/// observation of each observer, so views that are told to one another in any order, and more than once, become equal.
/// </summary>
/// <param name="Members">The members, by address.</param>
/// <param name="Gone">Lives that have ended; none of them comes back.</param>
/// <param name="Observations">Who cannot reach whom.</param>
internal sealed record Membership(
    ImmutableSortedSet<Member> Members, ImmutableHashSet<UniqueAddress> Gone,
    ImmutableDictionary<UniqueAddress, Observation> Observations)
{
    public static readonly Membership Empty =
        new([], [], ImmutableDictionary<UniqueAddress, Observation>.Empty);

    /// <summary>Those that somebody cannot reach who is not down.</summary>
    public ImmutableHashSet<UniqueAddress> Unreachable => Observations
        .Where(observation => Of(observation.Key) is { Status: not MemberStatus.Down })
        .SelectMany(observation => observation.Value.Unreachable)
        .Where(node => Of(node) is not null)
        .ToImmutableHashSet();

    /// <summary>The member of an address, or null.</summary>
    public Member Of(Address address) => Members.FirstOrDefault(member => member.Address == address);

    /// <summary>The member of one life, or null.</summary>
    public Member Of(UniqueAddress node) => Members.FirstOrDefault(member => member.UniqueAddress == node);

    /// <summary>With a member, in place of its former self.</summary>
    public Membership With(Member member) => this with { Members = Members.Remove(member).Add(member) };

    /// <summary>With another status of a member.</summary>
    public Membership With(Member member, MemberStatus status) => With(member.Copy(status));

    /// <summary>Without a member, which has ended.</summary>
    public Membership Without(Member member) => this with
    {
        Members = Members.Remove(member),
        Gone = Gone.Add(member.UniqueAddress),
        Observations = Observations.Remove(member.UniqueAddress),
    };

    /// <summary>With a node on its way in. A former life at its address has ended, whatever it was.</summary>
    public Membership WithJoining(Member joining)
    {
        var former = Of(joining.Address);
        return (former is null ? this : Without(former)).With(joining);
    }

    /// <summary>With what a member observed.</summary>
    public Membership WithObservation(UniqueAddress observer, ImmutableHashSet<UniqueAddress> unreachable)
    {
        var version = Observations.TryGetValue(observer, out var former) ? former.Version + 1 : 1;
        return this with { Observations = Observations.SetItem(observer, new Observation(version, unreachable)) };
    }

    /// <summary>What both views know together.</summary>
    public Membership Merge(Membership other)
    {
        var gone = Gone.Union(other.Gone);
        var members = Members.Concat(other.Members)
            .Where(member => !gone.Contains(member.UniqueAddress))
            .GroupBy(member => member.UniqueAddress)
            .Select(views => views.Aggregate(Member.Furthest))
            .ToImmutableSortedSet();
        var observations = Observations.Concat(other.Observations)
            .Where(observation => !gone.Contains(observation.Key))
            .GroupBy(observation => observation.Key, observation => observation.Value)
            .ToImmutableDictionary(views => views.Key, views => views.MaxBy(view => view.Version));
        return new Membership(members, gone, observations);
    }

    /// <summary>Whether both views know the same.</summary>
    public bool IsSameAs(Membership other) =>
        Members.Count == other.Members.Count
        && Members.Zip(other.Members).All(pair => pair.First.IsSameAs(pair.Second))
        && Gone.SetEquals(other.Gone)
        && Observations.Count == other.Observations.Count
        && Observations.All(mine => other.Observations.GetValueOrDefault(mine.Key)?.Version == mine.Value.Version);

    /// <summary>Whether all who count have the same view: nobody who is not on the way out is unreachable, and each has
    /// told a view that is equal to this one.</summary>
    public bool IsSharedBy(UniqueAddress self, IReadOnlyDictionary<UniqueAddress, Membership> views)
    {
        var unreachable = Unreachable;
        return Members.All(member =>
            member.UniqueAddress == self
            || member.Status is MemberStatus.Down or MemberStatus.Exiting
            || (!unreachable.Contains(member.UniqueAddress)
                && (member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp
                    || (views.TryGetValue(member.UniqueAddress, out var view) && view.IsSameAs(this)))));
    }

    /// <summary>The leader as a node sees it: among those it can reach that are up or leaving the first by address, else
    /// the first of all that are not down.</summary>
    public Address LeaderFor(UniqueAddress self) => LeaderOf(Members, self);

    /// <summary>The first by address of each role.</summary>
    public ImmutableDictionary<string, Address> RoleLeadersFor(UniqueAddress self) => Members
        .SelectMany(member => member.Roles).Distinct()
        .Select(role => (Role: role, Leader: LeaderOf(Members.Where(member => member.HasRole(role)), self)))
        .Where(found => found.Leader is not null)
        .ToImmutableDictionary(found => found.Role, found => found.Leader);

    /// <summary>What the leader does when all have the same view: who joins is up, who leaves exits, who is down is
    /// gone, and so is who was exiting and is silent.</summary>
    public Membership AfterLeaderActions(ClusterSettings settings, UniqueAddress self)
    {
        var next = this;
        var unreachable = Unreachable;
        foreach (var member in Members)
        {
            if (member.Status == MemberStatus.Leaving)
                next = next.With(member, MemberStatus.Exiting);
            else if (member.UniqueAddress != self
                && (member.Status == MemberStatus.Down
                    || (member.Status == MemberStatus.Exiting && unreachable.Contains(member.UniqueAddress))))
                next = next.Without(member);
        }

        return IsLargeEnough(settings) ? next.WithAllUp() : next;
    }

    /// <summary>What the leader does when views have differed for too long: who joins may begin to work.</summary>
    public Membership WithWeaklyUp(ClusterSettings settings)
    {
        if (!IsLargeEnough(settings))
            return this;
        var unreachable = Unreachable;
        return Members
            .Where(member => member.Status == MemberStatus.Joining && !unreachable.Contains(member.UniqueAddress))
            .Aggregate(this, (next, member) => next.With(member, MemberStatus.WeaklyUp));
    }

    /// <summary>The state as subscribers see it.</summary>
    public ClusterEvent.CurrentClusterState StateFor(UniqueAddress self, ImmutableHashSet<Address> seenBy)
    {
        var unreachable = Unreachable.Remove(self);
        return new ClusterEvent.CurrentClusterState(
            Members, [.. Members.Where(member => unreachable.Contains(member.UniqueAddress))], seenBy,
            LeaderFor(self), RoleLeadersFor(self));
    }

    /// <summary>The events that lead from this value to the next.</summary>
    public IEnumerable<ClusterEvent.IClusterDomainEvent> EventsTo(Membership next, UniqueAddress self)
    {
        var (couldNot, cannot) = (Unreachable.Remove(self), next.Unreachable.Remove(self));
        foreach (var node in cannot.Except(couldNot))
            yield return new ClusterEvent.UnreachableMember(next.Of(node));
        foreach (var node in couldNot.Except(cannot))
        {
            if (next.Of(node) is { } member)
                yield return new ClusterEvent.ReachableMember(member);
        }

        foreach (var happened in MemberEventsTo(next))
            yield return happened;
        if (next.LeaderFor(self) != LeaderFor(self))
            yield return new ClusterEvent.LeaderChanged(next.LeaderFor(self));
        var (before, after) = (RoleLeadersFor(self), next.RoleLeadersFor(self));
        foreach (var role in before.Keys.Union(after.Keys))
        {
            if (before.GetValueOrDefault(role) != after.GetValueOrDefault(role))
                yield return new ClusterEvent.RoleLeaderChanged(role, after.GetValueOrDefault(role));
        }
    }

    private IEnumerable<ClusterEvent.IClusterDomainEvent> MemberEventsTo(Membership next)
    {
        // Those who are gone come first: one of the others may be the next life at the same address.
        foreach (var member in Members.Where(member => next.Of(member.UniqueAddress) is null))
        {
            var last = member;
            if (last.Status is not (MemberStatus.Down or MemberStatus.Exiting))
                yield return new ClusterEvent.MemberDowned(last = last.Copy(MemberStatus.Down));
            yield return new ClusterEvent.MemberRemoved(last.Copy(MemberStatus.Removed), last.Status);
        }

        foreach (var member in next.Members)
        {
            if (Of(member.UniqueAddress)?.Status != member.Status)
                yield return EventOf(member);
        }
    }

    private Membership WithAllUp()
    {
        var next = this;
        var upNumber = Members.Where(member => member.UpNumber != int.MaxValue)
            .Select(member => member.UpNumber).DefaultIfEmpty(0).Max();
        foreach (var joining in Members.Where(m => m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp))
            next = next.With(joining.CopyUp(++upNumber));
        return next;
    }

    private Address LeaderOf(IEnumerable<Member> members, UniqueAddress self)
    {
        var unreachable = Unreachable.Remove(self);
        var candidates = members
            .Where(m => m.Status != MemberStatus.Down && !unreachable.Contains(m.UniqueAddress)).ToList();
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

    private bool IsLargeEnough(ClusterSettings settings)
    {
        var counted = Members.Where(member => member.Status != MemberStatus.Down).ToList();
        return counted.Count >= settings.MinNrOfMembers
            && settings.MinNrOfMembersOfRole.All(need => counted.Count(m => m.HasRole(need.Key)) >= need.Value);
    }
}
