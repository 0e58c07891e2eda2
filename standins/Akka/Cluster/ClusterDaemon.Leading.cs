using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Event;

namespace Akka.Cluster;

internal sealed partial class ClusterDaemon
{
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(250);

    private readonly SplitWatch _splitWatch;
    private TimeSpan? _disagreedSince;
    private bool _leadsSoon;

    private void ReceiveLeading()
    {
        Receive<LeadNow>(_ =>
        {
            _leadsSoon = false;
            Lead();
        });
        Receive<LeaderTick>(_ => Lead());
        Receive<ClusterHeartbeat.Observed>(observed =>
        {
            if (!IsMember)
                return;
            var known = observed.Unreachable.Where(node => _membership.Of(node) is not null);
            Change(_membership.WithObservation(SelfNode, [.. known]));
        });
        Receive<SplitTick>(_ => LookForSplit());
    }

    private void StartTimers()
    {
        var settings = _cluster.Settings;
        Timers.StartPeriodicTimer(LeaderTick.Instance, LeaderTick.Instance, settings.LeaderActionsInterval);
        Timers.StartPeriodicTimer(GossipTick.Instance, GossipTick.Instance, settings.GossipInterval);
        if (settings.SplitBrain is not { } brain)
            return;
        var look = brain.StableAfter / 4;
        look = look > SlowestLook ? SlowestLook : look < TimeSpan.FromMilliseconds(10) ? SlowestLook : look;
        Timers.StartPeriodicTimer(SplitTick.Instance, SplitTick.Instance, look);
    }

    // Changes often come together, and a subscriber sees every step only when they are not taken at once.
    private void LeadSoon()
    {
        if (_leadsSoon || !IsLeader)
            return;
        _leadsSoon = true;
        Self.Tell(LeadNow.Instance);
    }

    private bool IsLeader => IsMember && _membership.LeaderFor(SelfNode) == SelfNode.Address;

    private void Lead()
    {
        if (!IsLeader)
        {
            _disagreedSince = null;
            return;
        }

        if (_membership.IsSharedBy(SelfNode, _views))
        {
            _disagreedSince = null;
            Change(_membership.AfterLeaderActions(_cluster.Settings, SelfNode));
            return;
        }

        _disagreedSince ??= Now;
        if (_cluster.Settings.AllowWeaklyUpMembers is { } limit && Now - _disagreedSince >= limit)
            Change(_membership.WithWeaklyUp(_cluster.Settings));
    }

    private void LookForSplit()
    {
        if (!IsMember || _splitWatch.Look(_membership, SelfNode, Now) is not { } decision || !IsLeader)
            return;
        var unreachable = _membership.Unreachable.Remove(SelfNode);
        _log.Warning(
            "Cluster Node [{0}] - split brain resolver ({1}) decided {2}; unreachable are [{3}]", SelfNode.Address,
            _cluster.Settings.SplitBrain.Strategy, decision, string.Join(", ", unreachable.Select(n => n.Address)));
        var next = _membership;
        foreach (var member in _membership.Members.Where(member => member.Status != MemberStatus.Down))
        {
            var isUnreachable = unreachable.Contains(member.UniqueAddress);
            if (decision == SplitDecision.DownAll || (decision == SplitDecision.DownUnreachable) == isUnreachable)
                next = next.With(member, MemberStatus.Down);
        }

        Change(next);
    }

    private sealed class LeadNow
    {
        public static readonly LeadNow Instance = new();
    }

    private sealed class LeaderTick
    {
        public static readonly LeaderTick Instance = new();
    }

    private sealed class SplitTick
    {
        public static readonly SplitTick Instance = new();
    }
}
