using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Moe.Actors.Messages;

namespace Moe.Actors.Node;

/// <summary>
/// Puts each expert's shard on the node the coordinator has planned for it, and moves it there when the plan changes. The plan
/// reaches every node, since any of them may be the one that hands out shards.
/// </summary>
public sealed class PlannedShards(Func<Address> self) : IShardAllocationStrategy
{
    private volatile Plan plan = new(-1, ImmutableDictionary<string, string>.Empty, []);

    /// <summary>Takes over a plan, unless a newer one is known.</summary>
    public void Take(NodeCommands.Place place)
    {
        if (place.Epoch < plan.Epoch) return;
        plan = new Plan(place.Epoch, place.Nodes.ToImmutableDictionary(entry => entry.Key.ToString(), entry => entry.Value),
            [.. place.Present]);
    }

    /// <inheritdoc/>
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var node = plan.Nodes.GetValueOrDefault(shardId);
        var planned = currentShardAllocations.Keys.FirstOrDefault(region => NodeOf(region) == node);
        return Task.FromResult(planned ?? currentShardAllocations.OrderBy(entry => entry.Value.Count)
            .ThenBy(entry => NodeOf(entry.Key), StringComparer.Ordinal).First().Key);
    }

    /// <inheritdoc/>
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var regions = currentShardAllocations.Keys.Select(NodeOf).ToHashSet();
        // What is at a node that is lost comes free when the cluster removes the node. A move from there, begun before, would wait
        // for that node's word until handoff-timeout.
        var moving = currentShardAllocations.Where(entry => plan.Present.Contains(NodeOf(entry.Key))).SelectMany(entry =>
            entry.Value.Where(shard =>
                plan.Nodes.TryGetValue(shard, out var node) && node != NodeOf(entry.Key) && regions.Contains(node)));
        return Task.FromResult<IImmutableSet<string>>([.. moving.Except(rebalanceInProgress)]);
    }

    // The region of this node has an address without host.
    private string NodeOf(IActorRef region) =>
        (region.Path.Address.HasLocalScope ? self() : region.Path.Address).ToString();

    private sealed record Plan(long Epoch, ImmutableDictionary<string, string> Nodes, ImmutableHashSet<string> Present);
}
