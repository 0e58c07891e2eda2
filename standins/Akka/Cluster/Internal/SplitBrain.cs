using Akka.Configuration;

namespace Akka.Cluster.Internal;

/// <summary>What one side of a parted cluster does.</summary>
internal enum SplitDecision
{
    /// <summary>This side stays and puts out whom it cannot reach.</summary>
    DownUnreachable,

    /// <summary>This side puts itself out.</summary>
    DownReachable,

    /// <summary>Nobody stays.</summary>
    DownAll,
}

/// <summary>
/// Decides which side of a parted cluster stays. Every side decides alone and from the same list of members, so two
/// sides that see the same split never both stay. Counted are members that are up or leaving, and have the role.
/// </summary>
internal sealed class SplitBrain
{
    private readonly Func<Sides, SplitDecision> _decide;
    private readonly string _role;

    /// <summary>Reads <c>akka.cluster.split-brain-resolver</c>.</summary>
    /// <exception cref="ConfigurationException">The strategy is not known.</exception>
    public SplitBrain(Config section)
    {
        Strategy = section.GetString("active-strategy");
        StableAfter = section.GetTimeSpan("stable-after");
        DownAllWhenUnstable = Unstable(section.GetString("down-all-when-unstable"), section);
        var own = section.GetConfig(Strategy);
        _role = own?.GetString("role") ?? "";
        switch (Strategy)
        {
            case "keep-majority":
                _decide = KeepMajority;
                break;
            case "static-quorum":
                var quorum = own.GetInt("quorum-size");
                if (quorum < 1)
                    throw new ConfigurationException(
                        "akka.cluster.split-brain-resolver.static-quorum.quorum-size must be at least 1, was " + quorum);
                _decide = sides => StaticQuorum(sides, quorum);
                break;
            case "keep-oldest":
                var downIfAlone = own.GetBoolean("down-if-alone", true);
                _decide = sides => KeepOldest(sides, downIfAlone);
                break;
            case "down-all":
                _decide = _ => SplitDecision.DownAll;
                break;
            default:
                throw new ConfigurationException(
                    $"akka.cluster.split-brain-resolver.active-strategy is '{Strategy}', expected keep-majority, " +
                    "static-quorum, keep-oldest or down-all.");
        }
    }

    /// <summary>The name of the strategy.</summary>
    public string Strategy { get; }

    /// <summary>How long nothing may change before it decides.</summary>
    public TimeSpan StableAfter { get; }

    /// <summary>How much longer changes may go on before nobody stays; zero for ever.</summary>
    public TimeSpan DownAllWhenUnstable { get; }

    /// <summary>What the side of a node does.</summary>
    public SplitDecision Decide(Membership membership, UniqueAddress self)
    {
        var unreachable = membership.Unreachable.Remove(self);
        var counted = membership.Members
            .Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving)
            .Where(member => string.IsNullOrEmpty(_role) || member.HasRole(_role))
            .ToLookup(member => unreachable.Contains(member.UniqueAddress));
        return _decide(new Sides([.. counted[false]], [.. counted[true]]));
    }

    private static SplitDecision KeepMajority(Sides sides)
    {
        var difference = sides.Reachable.Count - sides.Unreachable.Count;
        if (difference == 0 && sides.Reachable.Count > 0)
        {
            // Halves: the one with the lowest address stays.
            var first = sides.Reachable.Concat(sides.Unreachable).Min();
            return sides.Reachable.Contains(first) ? SplitDecision.DownUnreachable : SplitDecision.DownReachable;
        }

        return difference > 0 ? SplitDecision.DownUnreachable : SplitDecision.DownReachable;
    }

    private static SplitDecision StaticQuorum(Sides sides, int quorum)
    {
        // With so many members two sides could both have a quorum.
        if (sides.Reachable.Count + sides.Unreachable.Count > (quorum * 2) - 1)
            return SplitDecision.DownAll;
        return sides.Reachable.Count >= quorum ? SplitDecision.DownUnreachable : SplitDecision.DownReachable;
    }

    private static SplitDecision KeepOldest(Sides sides, bool downIfAlone)
    {
        var oldest = sides.Reachable.Concat(sides.Unreachable).Order(Member.AgeOrdering).FirstOrDefault();
        if (oldest is null)
            return SplitDecision.DownReachable;
        var (with, without) = sides.Reachable.Contains(oldest)
            ? (sides.Reachable, SplitDecision.DownUnreachable)
            : (sides.Unreachable, SplitDecision.DownReachable);
        var isAlone = downIfAlone && with.Count == 1 && sides.Reachable.Count + sides.Unreachable.Count > 1;
        if (!isAlone)
            return without;
        return without == SplitDecision.DownUnreachable ? SplitDecision.DownReachable : SplitDecision.DownUnreachable;
    }

    private static TimeSpan Unstable(string text, Config section)
    {
        if (text?.ToLowerInvariant() is "off" or "false" or "no")
            return TimeSpan.Zero;
        if (text?.ToLowerInvariant() is not ("on" or "true" or "yes"))
            return section.GetTimeSpan("down-all-when-unstable");
        var part = section.GetTimeSpan("stable-after") * 3 / 4;
        return part > TimeSpan.FromSeconds(4) ? part : TimeSpan.FromSeconds(4);
    }

    private sealed record Sides(IReadOnlyCollection<Member> Reachable, IReadOnlyCollection<Member> Unreachable);
}
