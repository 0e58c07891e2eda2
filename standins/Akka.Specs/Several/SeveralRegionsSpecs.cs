using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class SeveralRegionsSpecs
{
    private static readonly string[] Entities = [.. Enumerable.Range(0, 6).Select(number => $"layer{number}/0")];

    [Fact]
    public async Task Entities_are_spread_and_each_exists_once()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        var here = await first.StartThings();
        var there = await second.StartThings();
        await AllRegions(here, 2);
        foreach (var entity in Entities)
            Assert.Equal(await here.Where(entity), await there.Where(entity));
        var homes = await Homes(here);
        Assert.Contains(first.Address.ToString(), homes.Values);
        Assert.Contains(second.Address.ToString(), homes.Values);
        Assert.Equal("1", await here.AskAgain(new ShardingEnvelope(Entities[0], "count")));
        Assert.Equal("2", await there.AskAgain(new ShardingEnvelope(Entities[0], "count")));
    }

    [Fact]
    public async Task A_region_and_the_coordinator_tell_what_is_where()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        var here = await first.StartThings();
        var there = await second.StartThings();
        await AllRegions(here, 2);
        var homes = await Homes(there);
        var stats = await there.Ask<ClusterShardingStats>(new GetClusterShardingStats(Soon), Soon);
        Assert.Equal(Entities.Length, stats.Regions.Values.Sum(region => region.Stats.Values.Sum()));
        Assert.Equal([first.Address, second.Address], stats.Regions.Keys.OrderBy(address => address != first.Address));
        var own = await there.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Soon);
        Assert.Equal(
            homes.Where(home => home.Value == second.Address.ToString()).Select(home => home.Key).Order(),
            own.Shards.SelectMany(shard => shard.EntityIds).Order());
        var elsewhere = homes.First(home => home.Value == first.Address.ToString()).Key;
        var location = await there.Ask<EntityLocation>(new GetEntityLocation(elsewhere, Soon), Soon);
        Assert.Equal(first.Address, location.ShardRegion);
    }

    [Fact]
    public async Task A_node_without_regions_reaches_the_entities_by_a_proxy()
    {
        await using var first = await Node.First("akka.cluster { roles = [\"expert\"]\n sharding.role = expert }");
        await using var second = Node.Start();
        await second.Join(first);
        await first.StartThings();
        var proxy = await ClusterSharding.Get(second.System).StartProxyAsync("things", "expert", new ByFirstPart());
        Assert.Equal(first.Address.ToString(), await proxy.Where("layer1/0"));
    }

    [Fact]
    public async Task A_strategy_puts_shards_where_a_plan_says_and_moves_them_when_it_changes()
    {
        var plan = new ConcurrentDictionary<string, Address>();
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        plan["layer0"] = second.Address;
        plan["layer1"] = first.Address;
        var here = await first.StartThings(new Planned(plan, first.Address));
        await second.StartThings(new Planned(plan, second.Address));
        await AllRegions(here, 2);
        Assert.Equal(second.Address.ToString(), await here.Where("layer0/0"));
        Assert.Equal(first.Address.ToString(), await here.Where("layer1/0"));
        plan["layer0"] = first.Address;
        while (await here.Where("layer0/0") != first.Address.ToString())
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        Assert.Equal(first.Address.ToString(), await here.Where("layer1/0"));
    }

    [Fact]
    public async Task A_node_that_leaves_hands_its_shards_over()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await using var third = Node.Start();
        await second.Join(first);
        await third.Join(first);
        await first.StartThings();
        await second.StartThings();
        var there = await third.StartThings();
        await AllRegions(there, 3);
        await Homes(there);
        // The oldest has the coordinator.
        first.Cluster.Leave(first.Address);
        await third.SeesRemoved(first.Address);
        var homes = await Homes(there);
        Assert.DoesNotContain(first.Address.ToString(), homes.Values);
        await first.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_a_node_is_killed_its_shards_have_another_home_and_the_others_stay(bool killsCoordinator)
    {
        const string expert =
            "akka.cluster { roles = [\"expert\"]\n sharding.role = expert\n sharding.rebalance-interval = 60s }";
        await using var seed = await Node.First("akka.cluster.roles = [\"seed\"]");
        await using var first = Node.Start(expert);
        await using var second = Node.Start(expert);
        if (!killsCoordinator)
            await first.Join(seed);
        using var victim = await NodeProcess.Start(seed.Address, expert);
        if (killsCoordinator)
            await first.Join(seed);
        await second.Join(seed);
        var here = await first.StartThings();
        await second.StartThings();
        await AllRegions(here, 3);
        var before = await Homes(here);
        Assert.Contains(victim.Address.ToString(), before.Values);
        var kept = before.First(home => home.Value == first.Address.ToString()).Key;
        Assert.Equal("1", await here.AskAgain(new ShardingEnvelope(kept, "count")));
        victim.Kill();
        await first.SeesRemoved(victim.Address);
        var after = await Homes(here);
        Assert.DoesNotContain(victim.Address.ToString(), after.Values);
        Assert.Equal("2", await here.AskAgain(new ShardingEnvelope(kept, "count")));
    }

    private static TimeSpan Soon => TimeSpan.FromSeconds(10);

    private static async Task AllRegions(IActorRef region, int count)
    {
        while ((await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Soon)).Regions.Count < count)
            await Task.Yield();
    }

    private static async Task<Dictionary<string, string>> Homes(IActorRef region)
    {
        var homes = new Dictionary<string, string>();
        foreach (var entity in Entities)
            homes[entity] = await region.Where(entity);
        return homes;
    }

    /// <summary>Moves what is not where the plan has it.</summary>
    private sealed class Planned(ConcurrentDictionary<string, Address> plan, Address self) : IShardAllocationStrategy
    {
        public Task<IActorRef> AllocateShard(
            IActorRef requester, string shardId,
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
            Task.FromResult(currentShardAllocations.Keys.FirstOrDefault(region => NodeOf(region) == plan[shardId])
                ?? requester);

        public Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
            IImmutableSet<string> rebalanceInProgress) => Task.FromResult<IImmutableSet<string>>(
            currentShardAllocations
                .SelectMany(region => region.Value.Where(shard => plan[shard] != NodeOf(region.Key)))
                .Except(rebalanceInProgress).ToImmutableHashSet());

        private Address NodeOf(IActorRef region) =>
            region.Path.Address.HasLocalScope ? self : region.Path.Address;
    }
}
