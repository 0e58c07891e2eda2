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

    private readonly RunPlacing placing = new(SmallRun.Shape, Two, new Dictionary<ExpertId, string>());

    [Fact]
    public void Replicas_of_an_expert_are_on_different_nodes()
    {
        var placed = placing.Place(Nodes("a", "b", "c"), new Dictionary<ExpertId, string>(), null);

        Assert.Equal(SmallRun.Shape.AllExperts().SelectMany(Two.All), placed.Keys.Order());
        Assert.All(placed.GroupBy(seat => seat.Key.AsExpert()), expert => Assert.Distinct(expert.Select(seat => seat.Value)));
    }

    [Fact]
    public void Replicas_for_which_there_is_no_further_node_have_no_place()
    {
        var placed = placing.Place(Nodes("a"), new Dictionary<ExpertId, string>(), null);

        Assert.Equal(SmallRun.Shape.AllExperts(), placed.Keys.Order());
    }

    [Fact]
    public void Those_that_live_stay_and_only_the_lost_ones_get_another_node()
    {
        var before = placing.Place(Nodes("a", "b", "c"), new Dictionary<ExpertId, string>(), null);
        var left = before.Where(seat => seat.Value != "c").ToDictionary();

        var after = placing.Place(Nodes("a", "b"), left, null);

        Assert.All(left, seat => Assert.Equal(seat.Value, after[seat.Key]));
        Assert.All(SmallRun.Shape.AllExperts(), expert => Assert.Equal(2, after.Keys.Count(replica => replica.AsExpert() == expert)));
        Assert.Equal(after.OrderBy(seat => seat.Key), placing.Place(Nodes("a", "b"), after, null).OrderBy(seat => seat.Key));
    }

    private static NodeDescription[] Nodes(params string[] names) =>
        [.. names.Select(name => new NodeDescription(name, ["expert"], 1 << 20, 1))];
}
