using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Event;

namespace Akka.Cluster.Sharding;

public sealed partial class ShardRegion
{
    // While the oldest member is leaving, the coordinator may already be on the next.
    private IEnumerable<ActorSelection> CoordinatorPlaces => _members.Oldest is { } oldest
        ? [Context.ActorSelection(new RootActorPath(oldest.Address) + _coordinatorPath)]
        : [];

    private void Follow(ClusterEvent.IMemberEvent happened)
    {
        if (happened is ClusterEvent.MemberRemoved && happened.Member.UniqueAddress == _cluster.SelfUniqueAddress)
        {
            Context.Stop(Self);
            return;
        }

        if (!_members.Follow(happened))
            return;
        _coordinator = null;
        StartRegistration();
    }

    private void StartRegistration()
    {
        _nextRegistration = FirstRegistration;
        RegisterNow();
    }

    private void RegisterNow()
    {
        object registration = _entityProps is null
            ? new RegisterProxy(Self)
            : new Register(Self, [.. _shards.Keys], _lastView);
        foreach (var place in CoordinatorPlaces)
            place.Tell(registration);
        if (_nextRegistration >= _settings.TuningParameters.RetryInterval)
            return;
        Timers.StartSingleTimer(RegisterAgain.Instance, RegisterAgain.Instance, _nextRegistration);
        _nextRegistration *= 2;
    }

    private void TryAgain()
    {
        if (_coordinator is null)
        {
            if (!_waiting.IsEmpty)
                _log.Warning(
                    "{0}: No coordinator found to register. Total [{1}] buffered messages.", _typeName, _waiting.Total);
            RegisterNow();
        }
        else
        {
            AskForHomes();
        }

        if (_shuttingDown)
        {
            AskForShutdown();
            EndIfDone();
        }
    }

    private void AskForHomes()
    {
        foreach (var shard in _waiting.Shards.Where(shard => !_homes.ContainsKey(shard)))
            _coordinator.Tell(new GetShardHome(shard));
    }

    private void HandleCoordinator(IShardingMessage told)
    {
        switch (told)
        {
            case RegisterAck ack:
                _coordinator = _lastCoordinator = Context.Watch(ack.Coordinator);
                Timers.Cancel(RegisterAgain.Instance);
                AskForHomes();
                break;
            case CoordinatorView view:
                _lastView = view.Version > _lastView.Version ? view : _lastView;
                break;
            case HostShard when _shuttingDown:
                AskForShutdown();
                break;
            case HostShard host:
                _homes[host.Shard] = Self;
                ShardOf(host.Shard);
                Sender.Tell(new ShardStarted(host.Shard));
                break;
            case ShardHome home:
                Settle(home);
                break;
            case BeginHandOff begin:
                _homes.Remove(begin.Shard);
                Sender.Tell(new BeginHandOffAck(begin.Shard));
                break;
            case HandOff handOff:
                HandOver(handOff);
                break;
        }
    }

    private void Settle(ShardHome home)
    {
        _homes[home.Shard] = home.Region;
        if (!home.Region.Equals(Self))
        {
            Context.Watch(home.Region);
            Deliver(home.Shard, home.Region);
        }
        else if (ShardOf(home.Shard) is { } own)
        {
            Deliver(home.Shard, own);
        }
    }

    // What came since the shard began to move may have been passed on by other regions out of order; the original
    // drops it too.
    private void HandOver(HandOff handOff)
    {
        _waiting.Drop(handOff.Shard);
        if (!_shards.TryGetValue(handOff.Shard, out var own))
        {
            Sender.Tell(new ShardStopped(handOff.Shard));
            return;
        }

        _handingOff.Add(own);
        own.Forward(handOff);
    }

    private void BeginShutdown()
    {
        _log.Debug("{0}: Starting graceful shutdown of region and all its shards", _typeName);
        var shutdown = CoordinatedShutdown.Get(Context.System);
        if (shutdown.ShutdownReason is not null)
        {
            var limit = shutdown.Timeout(CoordinatedShutdown.PhaseClusterShardingShutdownRegion)
                - TimeSpan.FromSeconds(1);
            if (limit > TimeSpan.Zero)
                Timers.StartSingleTimer(ShutdownTimeout.Instance, ShutdownTimeout.Instance, limit);
        }

        _shuttingDown = true;
        AskForShutdown();
        EndIfDone();
    }

    // The last coordinator may be on its way to another node, and is the one to know of this region until it is there.
    private void AskForShutdown()
    {
        var request = new GracefulShutdownRequest(Self);
        _lastCoordinator?.Tell(request);
        if (_coordinator is not null)
            return;
        foreach (var place in CoordinatorPlaces)
            place.Tell(request);
    }

    private void EndIfDone()
    {
        if (_shuttingDown && _shards.Count == 0 && _waiting.IsEmpty)
            Context.Stop(Self);
    }

    private void AddShutdownTask()
    {
        var self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "region-shutdown", () =>
            {
                if (_cluster.IsTerminated || _cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Removed)
                    return Task.FromResult(Done.Instance);
                self.Tell(GracefulShutdown.Instance, ActorRefs.NoSender);
                return _stopped.Task;
            });
    }
}
