using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>The vocabulary and one path are on the left node, the other path is on the right one, and a third node has no expert.</summary>
public sealed class CoordinatorHandOutSpecs
{
    private const string Left = "left", Right = "right", Far = "far";
    private static readonly ExpertId[] OnLeft = SmallRun.Path(0), OnRight = SmallRun.Path(1);
    private readonly CoordinatorScript script = new(placing: Place, node: Left);
    private readonly CoordinatorState state;

    public CoordinatorHandOutSpecs()
    {
        state = script.State;
        script.Begin(Left, Right, Far);
    }

    [Fact]
    public void A_router_beside_the_experts_comes_first()
    {
        Pull(Far, 4);
        Pull(Left, 2);
        Pull(Right, 2);

        Assert.Equal([(0, Left), (1, Right), (2, Right)], Draw(OnLeft, OnRight, OnRight));
    }

    [Fact]
    public void Without_a_free_router_beside_most_experts_the_next_best_takes_it_and_then_any()
    {
        Pull(Far, 1);
        Pull(Left, 1);
        Pull(Right, 1);

        Assert.Equal([(0, Right), (1, Left), (2, Far)], Draw(OnRight, OnRight, OnRight));
    }

    [Fact]
    public void With_all_experts_on_one_node_a_micro_batch_waits_for_its_router()
    {
        Pull(Far, 4);
        Pull(Left, 1);

        Assert.Equal([(0, Left)], Draw(OnLeft, OnLeft));
        Assert.Equal([(1, Left)], Given(state.On(new RouterEvents.Done(SmallRun.Report(new MicroBatchKey(0, 0, 0))))));
    }

    [Fact]
    public void Where_that_node_has_no_router_any_other_takes_it()
    {
        Pull(Far, 2);

        Assert.Equal([(0, Far), (1, Far)], Draw(OnLeft, OnLeft));
    }

    [Fact]
    public void Where_that_router_is_lost_any_other_takes_what_it_had_and_what_waits()
    {
        Pull(Far, 4);
        Pull(Left, 1);
        Draw(OnLeft, OnLeft, OnLeft);

        Assert.Equal([(0, Far), (1, Far), (2, Far)], Given(state.On(new CoordinatorInput.RouterGone(Left))).Order());
    }

    [Fact]
    public void Where_that_node_is_to_leave_any_other_takes_what_waits()
    {
        Pull(Far, 4);
        Pull(Left, 1);
        Draw(OnLeft, OnLeft, OnLeft);

        Assert.Equal([(1, Far), (2, Far)], Given(script.Present(Left, leaving: true)));
    }

    private static IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current,
        IReadOnlyDictionary<ExpertId, string> pins, MeasuredLoad? load) => CoordinatorScript.Experts.ToDictionary(
        expert => expert, expert => OnRight.Contains(expert) ? Right : Left);

    private void Pull(string node, int slots) => script.Pull(slots, node, node);

    private IEnumerable<(int Index, string Router)> Draw(params ExpertId[][] touched) =>
        Given(state.On(new CoordinatorInput.Drawn(state.Epoch, state.Step, SmallRun.Plans(state.Step, touched))));

    private static IEnumerable<(int Index, string Router)> Given(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Assign>().Select(assign => (assign.Plan.Key.Index, (string)assign.Router));
}
