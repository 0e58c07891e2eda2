using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>Waits until a split is stable and then decides, once for each time that it has been stable so long.</summary>
internal sealed class SplitWatch(SplitBrain brain)
{
    private ImmutableHashSet<UniqueAddress> _unreachable = [];
    private ImmutableHashSet<UniqueAddress> _members = [];
    private TimeSpan _splitSince;
    private TimeSpan _changed;
    private int _changes;

    /// <summary>What to do now, or null. To be asked often, with a clock that never goes back.</summary>
    public SplitDecision? Look(Membership membership, UniqueAddress self, TimeSpan now)
    {
        // Who joins or leaves on the way does not count, and who is put out already is dealt with.
        var members = membership.Members
            .Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving)
            .Select(member => member.UniqueAddress).ToImmutableHashSet();
        var unreachable = membership.Unreachable.Remove(self)
            .Where(node => membership.Of(node).Status is not (MemberStatus.Down or MemberStatus.Exiting))
            .ToImmutableHashSet();
        if (!members.SetEquals(_members) || !unreachable.SetEquals(_unreachable))
            Note(members, unreachable, now);
        if (unreachable.IsEmpty)
            return null;
        if (now - _changed >= brain.StableAfter)
        {
            _changed = now;
            return brain.Decide(membership, self);
        }

        return brain.DownAllWhenUnstable > TimeSpan.Zero && _changes > 2
            && now - _splitSince > brain.StableAfter + brain.DownAllWhenUnstable
            ? SplitDecision.DownAll
            : null;
    }

    private void Note(
        ImmutableHashSet<UniqueAddress> members, ImmutableHashSet<UniqueAddress> unreachable, TimeSpan now)
    {
        if (_unreachable.IsEmpty)
            (_splitSince, _changes) = (now, 0);
        (_members, _unreachable, _changed) = (members, unreachable, now);
        _changes++;
    }
}
