using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.Internal;

/// <summary>Puts a shard where the fewest are, on nodes that stay and have the newest version of the
/// application.</summary>
public abstract class AbstractLeastShardAllocationStrategy : IActorSystemDependentAllocationStrategy
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private Cluster _cluster;

    /// <summary>The cluster as this node sees it.</summary>
    protected virtual ClusterEvent.CurrentClusterState ClusterState => _cluster.State;

    /// <summary>This node.</summary>
    protected virtual Member SelfMember => _cluster.SelfMember;

    /// <inheritdoc />
    public void Start(ActorSystem system) => _cluster = Cluster.Get(system);

    /// <inheritdoc />
    public async Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var entries = RegionEntriesFor(currentShardAllocations);
        while (entries.IsEmpty)
        {
            // A region can register a moment before its node is seen as a member.
            var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _cluster.System.Scheduler.Advanced.ScheduleOnce(Pause, pause.SetResult);
            await pause.Task.ConfigureAwait(false);
            entries = RegionEntriesFor(currentShardAllocations);
        }

        return MostSuitableRegion(entries).Region;
    }

    /// <inheritdoc />
    public abstract Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress);

    /// <summary>Whether nodes agree on the version, all can be reached, and none is on its way in.</summary>
    protected bool IsAGoodTimeToRebalance(IEnumerable<RegionEntry> regionEntries)
    {
        var entries = regionEntries.ToList();
        return entries.Count > 0
            && entries.TrueForAll(entry => entry.Member.AppVersion == entries[0].Member.AppVersion)
            && ClusterState.Unreachable.IsEmpty
            && !ClusterState.Members.Any(m => m.Status is MemberStatus.Joining or MemberStatus.WeaklyUp);
    }

    /// <summary>The best region.</summary>
    protected (IActorRef Region, IImmutableList<string> Shards) MostSuitableRegion(
        IEnumerable<RegionEntry> regionEntries)
    {
        var best = Sorted(regionEntries)[0];
        return (best.Region, best.ShardIds);
    }

    /// <summary>The regions with their members; regions of unknown members are left out.</summary>
    protected ImmutableList<RegionEntry> RegionEntriesFor(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var members = ClusterState.Members.ToDictionary(member => member.Address);
        var entries = ImmutableList.CreateBuilder<RegionEntry>();
        foreach (var (region, shards) in currentShardAllocations)
        {
            var address = region.Path.Address.HasLocalScope ? SelfMember.Address : region.Path.Address;
            if (members.TryGetValue(address, out var member))
                entries.Add(new RegionEntry(region, member, shards));
        }

        return entries.ToImmutable();
    }

    /// <summary>The best first.</summary>
    internal static List<RegionEntry> Sorted(IEnumerable<RegionEntry> entries) =>
    [
        .. entries
            .OrderBy(e => e.Member.Status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down)
            .ThenByDescending(e => e.Member.AppVersion)
            .ThenBy(e => e.ShardIds.Count),
    ];

    /// <summary>A region with its member and its shards.</summary>
    public sealed class RegionEntry(IActorRef region, Member member, IImmutableList<string> shardIds)
    {
        /// <summary>The region.</summary>
        public IActorRef Region { get; } = region;

        /// <summary>Its member.</summary>
        public Member Member { get; } = member;

        /// <summary>Its shards.</summary>
        public IImmutableList<string> ShardIds { get; } = shardIds;
    }
}
