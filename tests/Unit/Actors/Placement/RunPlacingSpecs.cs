using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Placement;

public sealed class RunPlacingSpecs
{
    private static readonly ReplicaSettings Two = new()
    {
        Count = 2,
        Experts = new Dictionary<ExpertId, int> { [ExpertId.Vocabulary] = 3 },
    };

    private readonly RunPlacing placing = new(SmallRun.Shape, Two);
    private readonly Dictionary<ExpertId, string> noPins = [];

    [Fact]
    public void Replicas_of_an_expert_are_on_different_nodes()
    {
        var placed = placing.Place(Nodes("a", "b", "c"), noPins, noPins, null);

        Assert.Equal(SmallRun.Shape.AllExperts().SelectMany(Two.All), placed.Keys.Order());
        Assert.All(placed.GroupBy(seat => seat.Key.AsExpert()), expert => Assert.Distinct(expert.Select(seat => seat.Value)));
    }

    [Fact]
    public void Replicas_for_which_there_is_no_further_node_have_no_place()
    {
        var placed = placing.Place(Nodes("a"), noPins, noPins, null);

        Assert.Equal(SmallRun.Shape.AllExperts(), placed.Keys.Order());
    }

    [Fact]
    public void Those_that_live_stay_and_only_the_lost_ones_get_another_node()
    {
        var before = placing.Place(Nodes("a", "b", "c"), noPins, noPins, null);
        var left = before.Where(seat => seat.Value != "c").ToDictionary();

        var after = placing.Place(Nodes("a", "b"), left, noPins, null);

        Assert.All(left, seat => Assert.Equal(seat.Value, after[seat.Key]));
        Assert.All(SmallRun.Shape.AllExperts(), expert => Assert.Equal(2, after.Keys.Count(replica => replica.AsExpert() == expert)));
        Assert.Equal(after.OrderBy(seat => seat.Key), placing.Place(Nodes("a", "b"), after, noPins, null).OrderBy(seat => seat.Key));
    }

    [Fact]
    public void With_as_many_nodes_as_replicas_each_node_has_the_same_one_of_every_expert_also_after_a_loss()
    {
        RunPlacing three = new(SmallRun.Shape, new ReplicaSettings { Count = 3 });

        var placed = three.Place(Nodes("a", "b", "c"), noPins, noPins, null);
        var left = placed.Where(seat => seat.Value == "b").ToDictionary();
        var again = three.Place(Nodes("b", "d", "e"), left, noPins, null);

        foreach (var seats in (IReadOnlyDictionary<ExpertId, string>[])[placed, again])
            Assert.All(seats.GroupBy(seat => seat.Value), node => Assert.Single(node.Select(seat => seat.Key.Replica).Distinct()));
    }

    [Fact]
    public void A_pin_may_name_the_end_of_an_address_and_counts_while_that_node_is_there()
    {
        var pins = new Dictionary<ExpertId, string> { [ExpertId.Vocabulary] = "second:1" };
        RunPlacing single = new(SmallRun.Shape, new ReplicaSettings());

        var first = single.Place(Nodes("moe@first:1"), noPins, pins, null);
        var both = single.Place(Nodes("moe@first:1", "moe@second:1"), first, pins, null);

        Assert.All(first, seat => Assert.Equal("moe@first:1", seat.Value));
        Assert.Equal("moe@second:1", both[ExpertId.Vocabulary]);
    }

    private static NodeDescription[] Nodes(params string[] names) =>
        [.. names.Select(name => new NodeDescription(name, ["expert"], 1 << 20, 1))];
}
