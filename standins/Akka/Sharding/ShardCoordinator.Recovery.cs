using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>
/// A new coordinator must not give a shard to one region while another has it. So it gives none away before all
/// regions have registered that could have some: those on members of the role, and those that the last coordinator
/// knew. A member that starts no region is waited for no longer than <c>waiting-for-state-timeout</c>, a region that
/// was known until its node is removed.
/// </summary>
internal sealed partial class ShardCoordinator
{
    private static readonly TimeSpan LookForRegions = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ViewPause = TimeSpan.FromMilliseconds(50);

    private CoordinatorView _view = CoordinatorView.None;
    private TimeSpan _recoverUntil;
    private bool _recovered;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private void StartRecovery()
    {
        _recoverUntil = Now + _settings.TuningParameters.WaitingForStateTimeout;
        Timers.StartPeriodicTimer(RecoveryTick.Instance, RecoveryTick.Instance, LookForRegions);
    }

    private void RecoverIfReady()
    {
        if (_recovered || _regions.Count == 0)
            return;
        var here = _regions.Keys.Select(NodeOf).ToHashSet();
        var members = _cluster.State.Members
            .Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving)
            .Where(member => string.IsNullOrEmpty(_settings.Role) || member.HasRole(_settings.Role))
            .Select(member => member.Address).ToHashSet();
        var missing = _view.Regions.Where(region => !_regions.ContainsKey(region)).Select(NodeOf);
        var isComplete = members.IsSubsetOf(here);
        if (!isComplete && (Now < _recoverUntil || missing.Any(node => members.Contains(node) && !here.Contains(node))))
            return;
        _recovered = true;
        Timers.Cancel(RecoveryTick.Instance);
        var homeless = _view.Homes.Keys.Where(shard => !_homes.ContainsKey(shard)).ToList();
        _log.Debug(
            "{0}: coordinator knows [{1}] shards in [{2}] regions, [{3}] need a new home", _typeName, _homes.Count,
            _regions.Count, homeless.Count);
        foreach (var shard in homeless)
            Find(shard, Context.System.IgnoreRef);
        TellViewSoon();
    }

    private void TellViewSoon()
    {
        if (!Timers.IsTimerActive(TellView.Instance))
            Timers.StartSingleTimer(TellView.Instance, TellView.Instance, ViewPause);
    }

    private void SendView()
    {
        // Before that, the regions know more.
        if (!_recovered)
            return;
        _view = new CoordinatorView(_view.Version + 1, [.. _regions.Keys], _homes.ToImmutableDictionary());
        foreach (var region in _regions.Keys)
            region.Tell(_view);
    }

    private sealed class RecoveryTick
    {
        public static readonly RecoveryTick Instance = new();
    }

    private sealed class TellView
    {
        public static readonly TellView Instance = new();
    }
}
