using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Util;

namespace Akka.Cluster.Sharding;

public sealed partial class ShardRegion
{
    private void Answer(IShardRegionQuery query)
    {
        var asker = Sender;
        switch (query)
        {
            case GetCurrentRegions when _coordinator is null:
                asker.Tell(new CurrentRegions(ImmutableHashSet<Address>.Empty));
                break;
            case GetClusterShardingStats when _coordinator is null:
                asker.Tell(new ClusterShardingStats(ImmutableDictionary<Address, ShardRegionStats>.Empty));
                break;
            case GetCurrentRegions or GetClusterShardingStats:
                _coordinator.Forward(query);
                break;
            case GetShardRegionState:
                ShardStates().PipeTo(
                    asker, Self,
                    states => new CurrentShardRegionState(
                        states.Where(s => s.State is not null).Select(s => s.State).ToImmutableHashSet(),
                        states.Where(s => s.State is null).Select(s => s.Shard).ToImmutableHashSet()));
                break;
            case GetShardRegionStats:
                ShardStates().PipeTo(
                    asker, Self,
                    states => new ShardRegionStats(
                        states.Where(s => s.State is not null)
                            .ToImmutableDictionary(s => s.Shard, s => s.State.EntityIds.Count),
                        states.Where(s => s.State is null).Select(s => s.Shard).ToImmutableHashSet()));
                break;
            case GetEntityLocation get:
                Locate(get).PipeTo(asker, Self);
                break;
            default:
                Unhandled(query);
                break;
        }
    }

    private async Task<(string Shard, ShardState State)[]> ShardStates()
    {
        var limit = _settings.ShardRegionQueryTimeout;
        var asked = _shards.Select(async own =>
        {
            try
            {
                var state = await own.Value.Ask<ShardState>(GetShardState.Instance, limit).ConfigureAwait(false);
                return (own.Key, state);
            }
            catch (AskTimeoutException)
            {
                return (own.Key, (ShardState)null);
            }
        });
        return await Task.WhenAll(asked).ConfigureAwait(false);
    }

    private async Task<EntityLocation> Locate(GetEntityLocation get)
    {
        var shard = _extractor.ShardId(get.EntityId, new StartEntity(get.EntityId));
        if (string.IsNullOrEmpty(shard) || !_homes.TryGetValue(shard, out var region))
            return new EntityLocation(get.EntityId, shard, Address.AllSystems, Option<IActorRef>.None);
        var node = region.Path.Address.HasGlobalScope ? region.Path.Address : _cluster.SelfAddress;
        var path = region.Path / Uri.EscapeDataString(shard) / Uri.EscapeDataString(get.EntityId);
        try
        {
            var entity = await Context.ActorSelection(path).ResolveOne(get.Timeout).ConfigureAwait(false);
            return new EntityLocation(get.EntityId, shard, node, Option<IActorRef>.Create(entity));
        }
        catch (ActorNotFoundException)
        {
            return new EntityLocation(get.EntityId, shard, node, Option<IActorRef>.None);
        }
    }
}
