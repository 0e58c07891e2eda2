using System.Collections.Immutable;
using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Model;
using Moe.Unit.Specs.Cluster.Serialization;
using Xunit;

namespace Moe.Unit.Specs.Actors;

/// <summary>Where sharding puts experts, and from where it moves them.</summary>
public sealed class PlannedShardsSpecs : IAsyncDisposable
{
    private const string First = "akka.tcp://moe@127.0.0.1:1", Second = "akka.tcp://moe@127.0.0.1:2", Third = "akka.tcp://moe@127.0.0.1:3";

    private readonly ExtendedActorSystem system = WireSystems.Start("moe", null);

    public async ValueTask DisposeAsync() => await system.Terminate();

    [Fact]
    public async Task An_expert_is_moved_to_its_planned_node_but_not_away_from_one_that_is_lost()
    {
        PlannedShards shards = new(() => Address.Parse(First));
        ExpertId[] experts = [.. Enumerable.Range(0, 3).Select(number => new ExpertId(ExpertKind.Encoder, 0, number))];
        shards.Take(new NodeCommands.Place(1, experts.ToDictionary(expert => expert, _ => Second), [First, Second]));
        var places = ImmutableDictionary<IActorRef, IImmutableList<string>>.Empty
            .Add(RegionAt(First), ImmutableList.Create(experts[0].ToString()))
            .Add(RegionAt(Second), ImmutableList.Create(experts[1].ToString()))
            .Add(RegionAt(Third), ImmutableList.Create(experts[2].ToString()));

        Assert.Equal([experts[0].ToString()], await shards.Rebalance(places, ImmutableHashSet<string>.Empty));
        Assert.Equal(Second, (await shards.AllocateShard(places.Keys.First(), experts[2].ToString(), places)).Path.Address.ToString());
    }

    private IActorRef RegionAt(string node) => system.Provider.ResolveActorRef($"{node}/system/sharding/expert");
}
