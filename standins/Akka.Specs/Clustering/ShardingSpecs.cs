using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaSpecs.Support;

namespace AkkaSpecs.Clustering;

public sealed class ShardingSpecs : ClusterSpec
{
    private ClusterSharding Sharding => ClusterSharding.Get(System);

    // The extension brings the defaults, so it has to be there first.
    private ClusterShardingSettings Settings => Sharding.Settings.WithRole("expert");

    [Fact]
    public async Task An_entity_is_started_by_its_first_message_at_its_place_below_its_shard()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        Assert.Equal("akka://spec/system/sharding/things", region.Path.ToString());
        var path = await region.Ask<string>(new ShardingEnvelope("encoder/3 1", "path"), Soon);
        Assert.Equal("akka://spec/system/sharding/things/layer-3/encoder%2F3%201", path);
    }

    [Fact]
    public async Task Messages_before_the_node_is_up_are_kept()
    {
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        var question = region.Ask<int>(new ShardingEnvelope("encoder/3 1", "count"), Soon);
        await Join();
        Assert.Equal(1, await question);
    }

    [Fact]
    public async Task Each_entity_is_one_actor_and_keeps_its_state_and_the_order_of_messages()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        var probe = NewProbe();
        for (var i = 0; i < 100; i++)
            region.Tell(new ShardingEnvelope($"encoder/{i % 2} 0", "count"), probe.Ref);
        var counts = new List<int>();
        for (var i = 0; i < 100; i++)
            counts.Add(await probe.Expect<int>());
        Assert.Equal(Enumerable.Range(1, 50), counts.Distinct().Order());
    }

    [Fact]
    public async Task Props_can_depend_on_the_name_of_the_entity()
    {
        await Join();
        var region = await Sharding.StartAsync(
            "named", name => Props.Create(() => new Named(name)), Settings,
            HashCodeMessageExtractor.Create(30, _ => null));
        Assert.Equal("I am a.1", await region.Ask<string>(new ShardingEnvelope("a.1", "who"), Soon));
        Assert.Equal("I am b.2", await region.Ask<string>(new ShardingEnvelope("b.2", "who"), Soon));
    }

    [Fact]
    public void The_hash_of_a_name_gives_the_shard_that_it_has_everywhere()
    {
        var extractor = HashCodeMessageExtractor.Create(30, _ => null);
        Assert.Equal("2", extractor.ShardId("encoder.3.1"));
        Assert.Equal("27", extractor.ShardId("a"));
    }

    [Fact]
    public async Task An_entity_can_be_started_without_a_message_and_the_state_tells_it()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        await region.Ask<object>(new ShardRegion.StartEntity("encoder/5 0"), Soon);
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Soon);
        var shard = Assert.Single(state.Shards);
        Assert.Equal("layer-5", shard.ShardId);
        Assert.Equal(["encoder/5 0"], shard.EntityIds);
        var stats = await region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, Soon);
        Assert.Equal(1, stats.Stats["layer-5"]);
        Assert.Empty(stats.Failed);
        var all = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Soon), Soon);
        Assert.Equal(1, all.Regions[Member.SelfAddress].Stats["layer-5"]);
        var regions = await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Soon);
        Assert.Equal([Member.SelfAddress], regions.Regions);
    }

    [Fact]
    public async Task The_location_of_an_entity_tells_whether_it_lives()
    {
        await Join();
        var region = await Sharding.StartAsync(
            "located", Props.Create<Entity>(), Settings, HashCodeMessageExtractor.Create(10, _ => null));
        var before = await region.Ask<EntityLocation>(new GetEntityLocation("e1", Soon), Soon);
        Assert.False(before.EntityRef.HasValue);
        Assert.Equal(Address.AllSystems, before.ShardRegion);
        await region.Ask<int>(new ShardingEnvelope("e1", "count"), Soon);
        var after = await region.Ask<EntityLocation>(new GetEntityLocation("e1", Soon), Soon);
        Assert.Equal(Member.SelfAddress, after.ShardRegion);
        Assert.True(after.EntityRef.HasValue);
    }

    [Fact]
    public async Task The_strategy_is_asked_once_for_each_shard()
    {
        await Join();
        var strategy = new Recording();
        var region = await Sharding.StartAsync(
            "asked", Props.Create<Entity>(), Settings, new ByLayer(), strategy, PoisonPill.Instance);
        await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon);
        await region.Ask<int>(new ShardingEnvelope("encoder/1 1", "count"), Soon);
        await region.Ask<int>(new ShardingEnvelope("encoder/2 0", "count"), Soon);
        Assert.Equal(["layer-1", "layer-2"], strategy.Asked);
    }

    [Fact]
    public async Task A_shard_that_the_strategy_moves_ends_its_entities_with_the_stop_message_and_comes_back()
    {
        await Join();
        var strategy = new Recording();
        var probe = NewProbe();
        var region = await Sharding.StartAsync(
            "moved", Props.Create(() => new Saving(probe.Ref)), Settings, new ByLayer(), strategy, "save and stop");
        await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon);
        await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon);
        strategy.Move = "layer-1";
        await probe.Expect("saved 2");
        Assert.Equal(1, await AskAgain(region, new ShardingEnvelope("encoder/1 0", "count")));
        Assert.Equal(["layer-1", "layer-1"], strategy.Asked);
    }

    [Fact]
    public async Task Passivation_gives_the_stop_message_back_and_a_later_message_starts_the_entity_again()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        var probe = NewProbe();
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
        var entity = await System.ActorSelection("/system/sharding/things/layer-1/encoder%2F1%200").ResolveOne(Soon);
        await probe.Watch(entity);
        region.Tell(new ShardingEnvelope("encoder/1 0", "passivate"));
        await probe.Expect<Terminated>();
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
    }

    [Fact]
    public async Task Idle_entities_end_when_asked_for()
    {
        await Join();
        var settings = Settings.WithPassivateIdleAfter(TimeSpan.FromMilliseconds(200));
        var region = await Sharding.StartAsync("idle", Props.Create<Entity>(), settings, new ByLayer());
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
        var entity = await System.ActorSelection("/system/sharding/idle/layer-1/encoder%2F1%200").ResolveOne(Soon);
        var probe = NewProbe();
        await probe.Watch(entity);
        await probe.Expect<Terminated>();
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
    }

    [Fact]
    public async Task An_entity_that_fails_is_restarted_at_its_place()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
        region.Tell(new ShardingEnvelope("encoder/1 0", "fail"));
        Assert.Equal(1, await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
    }

    [Fact]
    public async Task A_graceful_shutdown_ends_the_entities_and_the_region()
    {
        await Join();
        var probe = NewProbe();
        var region = await Sharding.StartAsync(
            "leaving", Props.Create(() => new Saving(probe.Ref)), Settings, new ByLayer(),
            Sharding.DefaultShardAllocationStrategy(Settings), "save and stop");
        await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon);
        await probe.Watch(region);
        region.Tell(GracefulShutdown.Instance);
        await probe.Expect("saved 1");
        await probe.Expect<Terminated>();
    }

    [Fact]
    public async Task Ending_the_system_lets_entities_end_with_the_stop_message()
    {
        await Join();
        var saved = new TaskCompletionSource<string>();
        var region = await Sharding.StartAsync(
            "ending", Props.Create(() => new SavingOutside(saved)), Settings, new ByLayer(),
            Sharding.DefaultShardAllocationStrategy(Settings), "save and stop");
        await region.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon);
        await System.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("saved 1", await saved.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task Starting_a_type_twice_gives_the_same_region_and_an_unknown_type_is_refused()
    {
        await Join();
        var region = await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        Assert.Equal(region, await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer()));
        Assert.Equal(region, Sharding.ShardRegion("things"));
        Assert.Contains("things", Sharding.ShardTypeNames);
        Assert.Throws<ArgumentException>(() => Sharding.ShardRegion("other"));
    }

    [Fact]
    public async Task A_proxy_reaches_the_entities_of_its_type()
    {
        await Join();
        await Sharding.StartAsync("things", Props.Create<Entity>(), Settings, new ByLayer());
        var proxy = await Sharding.StartProxyAsync("things", "expert", new ByLayer());
        Assert.Equal(1, await proxy.Ask<int>(new ShardingEnvelope("encoder/1 0", "count"), Soon));
        Assert.Equal(proxy, Sharding.ShardRegionProxy("things"));
    }

    [Fact]
    public void Settings_come_from_configuration()
    {
        var settings = Sharding.Settings;
        Assert.Null(settings.Role);
        Assert.Equal(TimeSpan.FromSeconds(120), settings.PassivateIdleEntityAfter);
        Assert.Equal(StateStoreMode.DData, settings.StateStoreMode);
        Assert.Equal(100000, settings.TuningParameters.BufferSize);
        Assert.Equal(TimeSpan.FromMilliseconds(200), settings.TuningParameters.RetryInterval);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.TuningParameters.HandOffTimeout);
        Assert.Equal(5, settings.TuningParameters.WithBufferSize(5).BufferSize);
        Assert.Equal(TimeSpan.Zero, settings.WithPassivateIdleAfter(TimeSpan.Zero).PassivateIdleEntityAfter);
    }

    // While a shard moves, what comes for it may be dropped.
    private static async Task<int> AskAgain(IActorRef region, object message)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await region.Ask<int>(message, TimeSpan.FromSeconds(1));
            }
            catch (AskTimeoutException) when (attempt < 20)
            {
                continue;
            }
        }
    }

    private sealed class ByLayer : IMessageExtractor
    {
        public string? EntityId(object message) => null;

        public object? EntityMessage(object message) => message;

        public string? ShardId(object message) => null;

        public string ShardId(string entityId, object? messageHint = null) =>
            $"layer-{entityId[(entityId.IndexOf('/') + 1)..entityId.IndexOf(' ')]}";
    }

    private sealed class Recording : IShardAllocationStrategy
    {
        private string? _moved;

        public List<string> Asked { get; } = [];

        public string? Move { get; set; }

        public Task<IActorRef> AllocateShard(
            IActorRef requester, string shardId,
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
        {
            lock (Asked)
                Asked.Add(shardId);
            return Task.FromResult(currentShardAllocations.Keys.First());
        }

        public Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
            IImmutableSet<string> rebalanceInProgress)
        {
            if (Move is null || Move == _moved)
                return Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);
            _moved = Move;
            return Task.FromResult<IImmutableSet<string>>(ImmutableHashSet.Create(Move));
        }
    }

    private sealed class Entity : ReceiveActor
    {
        private int _count;

        public Entity()
        {
            Receive<string>(text => text == "path", _ => Sender.Tell(Self.Path.ToString()));
            Receive<string>(text => text == "count", _ => Sender.Tell(++_count));
            Receive<string>(text => text == "passivate", _ => Context.Parent.Tell(new Passivate("stop")));
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("boom"));
        }
    }

    private sealed class Named : ReceiveActor
    {
        public Named(string name) => Receive<string>(_ => Sender.Tell($"I am {name}"));
    }

    private sealed class Saving : ReceiveActor
    {
        private int _count;

        public Saving(IActorRef probe)
        {
            Receive<string>(text => text == "count", _ => Sender.Tell(++_count));
            Receive<string>(text => text == "save and stop", _ =>
            {
                probe.Tell($"saved {_count}");
                Context.Stop(Self);
            });
        }
    }

    private sealed class SavingOutside : ReceiveActor
    {
        private int _count;

        public SavingOutside(TaskCompletionSource<string> saved)
        {
            Receive<string>(text => text == "count", _ => Sender.Tell(++_count));
            Receive<string>(text => text == "save and stop", _ =>
            {
                saved.TrySetResult($"saved {_count}");
                Context.Stop(Self);
            });
        }
    }
}
