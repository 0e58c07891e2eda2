using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>
/// Knows the home of every shard of a type, as a singleton. It tells the regions what it knows, and a new coordinator
/// learns it from them, together with the shards that they have.
/// </summary>
internal sealed partial class ShardCoordinator : ActorBase, IWithTimers
{
    private readonly string _typeName;
    private readonly ClusterShardingSettings _settings;
    private readonly IShardAllocationStrategy _strategy;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly TimeSpan _removalMargin = Cluster.Get(Context.System).Settings.DownRemovalMargin;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, IActorRef> _homes = [];
    private readonly Dictionary<IActorRef, List<string>> _regions = [];
    private readonly HashSet<IActorRef> _proxies = [];
    private readonly HashSet<IActorRef> _leaving = [];

    // Shards on the move, with those who asked for their home meanwhile.
    private readonly Dictionary<string, List<IActorRef>> _moving = [];
    private readonly HashSet<string> _allocating = [];
    private readonly HashSet<string> _unstarted = [];
    private bool _allRegistered;
    private bool _ending;

    public ShardCoordinator(string typeName, ClusterShardingSettings settings, IShardAllocationStrategy strategy)
    {
        _typeName = typeName;
        _settings = settings;
        _strategy = strategy;
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        switch (_strategy)
        {
            case IStartableAllocationStrategy startable:
                startable.Start();
                break;
            case IActorSystemDependentAllocationStrategy dependent:
                dependent.Start(Context.System);
                break;
        }

        StartRecovery();
        Timers.StartPeriodicTimer(Rebalance.Instance, Rebalance.Instance, _settings.TuningParameters.RebalanceInterval);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Register register:
                Add(register);
                return true;
            case RegisterProxy proxy:
                _proxies.Add(Context.Watch(proxy.Proxy));
                proxy.Proxy.Tell(new RegisterAck(Self));
                return true;
            case GetShardHome get:
                Find(get.Shard, Sender);
                return true;
            case Allocated allocated:
                Settle(allocated);
                return true;
            case ShardStarted started:
                _unstarted.Remove(started.Shard);
                Timers.Cancel(started.Shard);
                return true;
            case HostAgain again:
                if (_homes.TryGetValue(again.Shard, out var region) && region.Equals(again.Region))
                    Host(again.Shard, region);
                return true;
            case Rebalance:
                AskStrategy();
                return true;
            case ToMove move:
                Move(move.Shards);
                return true;
            case MoveDone done:
                FinishMove(done);
                return true;
            default:
                return ReceiveEnd(message);
        }
    }

    // Of regions and of this coordinator, and what is asked from outside.
    private bool ReceiveEnd(object message)
    {
        switch (message)
        {
            case GracefulShutdownRequest request:
                LetLeave(request.Region);
                return true;
            case RegionStopped stopped:
                Remove(stopped.Region);
                return true;
            case Terminated { AddressTerminated: true } end
                when _removalMargin > TimeSpan.Zero && _regions.ContainsKey(end.ActorRef):
                _leaving.Add(end.ActorRef);
                Timers.StartSingleTimer(end.ActorRef, new RegionStopped(end.ActorRef), _removalMargin);
                return true;
            case Terminated end:
                Remove(end.ActorRef);
                return true;
            case RecoveryTick:
                RecoverIfReady();
                return true;
            case TellView:
                SendView();
                return true;
            case ShardStopped:
                // Of a shard that had two homes, and has one now.
                return true;
            case EndCoordinator:
                End();
                return true;
            case GetCurrentRegions:
                Sender.Tell(new CurrentRegions(_regions.Keys.Select(NodeOf).ToImmutableHashSet()));
                return true;
            case GetClusterShardingStats get:
                Stats(get.Timeout).PipeTo(Sender, Self);
                return true;
            default:
                return false;
        }
    }

    private void Add(Register register)
    {
        var region = register.Region;
        if (_regions.TryAdd(region, []))
        {
            _leaving.Remove(region);
            Context.Watch(region);
        }

        foreach (var shard in register.Shards)
        {
            if (_homes.TryAdd(shard, region))
                _regions[region].Add(shard);
            else if (!_homes[shard].Equals(region))
                // It was given away while this region was out of sight.
                region.Tell(new HandOff(shard));
        }

        if (register.LastView.Version > _view.Version)
            _view = register.LastView;
        region.Tell(new RegisterAck(Self));
        TellViewSoon();
        RecoverIfReady();
    }

    private void Find(string shard, IActorRef asker)
    {
        if (_moving.TryGetValue(shard, out var askers))
            askers.Add(asker);
        else if (!HasAllRegions() || _allocating.Contains(shard))
            _log.Debug("{0}: GetShardHome [{1}] from [{2}] ignored, it will be asked again", _typeName, shard, asker);
        else if (_homes.TryGetValue(shard, out var home))
            asker.Tell(new ShardHome(shard, home));
        else if (_recovered)
            Allocate(shard, asker);
    }

    private bool HasAllRegions()
    {
        var least = string.IsNullOrEmpty(_settings.Role)
            ? _cluster.Settings.MinNrOfMembers
            : _cluster.Settings.MinNrOfMembersOfRole.GetValueOrDefault(_settings.Role, 1);
        return _allRegistered = _allRegistered || _regions.Count >= least;
    }

    private void Allocate(string shard, IActorRef asker)
    {
        var allocations = Allocations(region => !_leaving.Contains(region));
        if (allocations.Count == 0)
            return;
        _allocating.Add(shard);
        Guarded(() => _strategy.AllocateShard(asker, shard, allocations)).PipeTo(
            Self, Self,
            region => new Allocated(shard, region, asker),
            failure =>
            {
                _log.Error(failure, "{0}: Shard [{1}] allocation failed.", _typeName, shard);
                return new Allocated(shard, null, asker);
            });
    }

    private void Settle(Allocated allocated)
    {
        _allocating.Remove(allocated.Shard);
        if (allocated.Region is null || _moving.ContainsKey(allocated.Shard))
            return;
        if (!_regions.TryGetValue(allocated.Region, out var shards) || _leaving.Contains(allocated.Region))
        {
            _log.Debug("{0}: Allocated region {1} for shard [{2}] is not registered", _typeName, allocated.Region,
                allocated.Shard);
            return;
        }

        if (_homes.TryAdd(allocated.Shard, allocated.Region))
        {
            shards.Add(allocated.Shard);
            TellViewSoon();
            Host(allocated.Shard, allocated.Region);
        }

        allocated.Asker.Tell(new ShardHome(allocated.Shard, _homes[allocated.Shard]));
    }

    private void Host(string shard, IActorRef region)
    {
        _unstarted.Add(shard);
        region.Tell(new HostShard(shard));
        Timers.StartSingleTimer(shard, new HostAgain(shard, region), _settings.TuningParameters.ShardStartTimeout);
    }

    private void Remove(IActorRef region)
    {
        Timers.Cancel(region);
        foreach (var mover in Context.GetChildren())
            mover.Tell(new ShardMover.RegionGone(region));
        _proxies.Remove(region);
        _leaving.Remove(region);
        if (!_regions.Remove(region, out var shards))
            return;
        TellViewSoon();
        foreach (var shard in shards)
        {
            _homes.Remove(shard);
            _unstarted.Remove(shard);
            Timers.Cancel(shard);
            if (!_moving.ContainsKey(shard))
                Find(shard, Context.System.IgnoreRef);
        }

        if (_ending)
            End();
    }

    // The regions of this node must not lose their coordinator while they hand over.
    private void End()
    {
        var local = _regions.Keys.Where(region => region.Path.Address.HasLocalScope).ToList();
        _ending = local.Count > 0;
        if (!_ending)
            Context.Stop(Self);
        foreach (var region in local)
        {
            region.Tell(GracefulShutdown.Instance);
            LetLeave(region);
        }
    }

    private IImmutableDictionary<IActorRef, IImmutableList<string>> Allocations(Func<IActorRef, bool> wanted) =>
        _regions.Where(region => wanted(region.Key)).ToImmutableDictionary(
            region => region.Key, region => (IImmutableList<string>)region.Value.ToImmutableList());

    private Address NodeOf(IActorRef region) =>
        region.Path.Address.HasLocalScope ? _cluster.SelfAddress : region.Path.Address;

    private async Task<ClusterShardingStats> Stats(TimeSpan limit)
    {
        var asked = _regions.Keys.ToDictionary(
            NodeOf, region => region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, limit));
        try
        {
            await Task.WhenAll(asked.Values).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            _log.Warning("{0}: some regions did not tell their statistics within {1}", _typeName, limit);
        }

        return new ClusterShardingStats(asked.Where(region => region.Value.IsCompletedSuccessfully)
            .ToImmutableDictionary(region => region.Key, region => region.Value.Result));
    }

    // A strategy may throw at once instead of giving a failed task.
    private static async Task<T> Guarded<T>(Func<Task<T>> ask) => await ask().ConfigureAwait(false);

    private sealed record Allocated(string Shard, IActorRef Region, IActorRef Asker);

    private sealed record HostAgain(string Shard, IActorRef Region);

    /// <summary>The singleton's end: the coordinator ends after the regions of its node.</summary>
    public sealed class EndCoordinator
    {
        public static readonly EndCoordinator Instance = new();
    }
}
