using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Failures;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>Nodes that are there and have too little room for all experts.</summary>
public sealed class CoordinatorRoomSpecs
{
    [Fact]
    public void A_run_whose_only_process_has_no_room_fails_with_the_shortfall()
    {
        var alone = new CoordinatorScript(placing: RoomOnTwo, isAlone: true);
        alone.State.Start();
        alone.Open(0);

        var outcome = Outcome(alone.Present(Home));

        Assert.Equal(RunEnd.Failed, outcome.End);
        Assert.Contains("there is no room", outcome.Failure!.Message);
    }

    [Fact]
    public void Who_asks_to_stop_while_there_is_no_room_is_not_kept_waiting()
    {
        var tight = new CoordinatorScript(placing: RoomOnTwo, firstStep: 7);
        tight.State.Start();
        tight.Open(0);
        tight.Present(Home);

        Assert.Equal(new RunOutcome(RunEnd.Stopped, 7), Outcome(tight.State.On(new CoordinatorCommands.Stop())));
    }

    [Fact]
    public void What_is_lost_goes_to_a_node_that_leaves_where_those_that_stay_have_no_room()
    {
        var run = new CoordinatorScript(placing: RoomOnTwo, node: "a");
        run.Begin("a", "b");
        run.Present("b", leaving: true);
        run.WholeStep();
        run.State.On(new CoordinatorInput.ExpertGone(ExpertId.Vocabulary, 0));

        var effects = run.Open(1);

        Assert.Equal(Experts.Count, effects.OfType<CoordinatorEffect.Summon>().Count());
        Assert.Equal(RunPhase.Gathering, run.State.Phase);
    }

    [Fact]
    public void A_node_that_was_out_of_reach_before_costs_less_when_it_is_started_again()
    {
        var run = new CoordinatorScript(snapshotEvery: 2, node: "a");
        run.Begin("a");
        run.Present("b");
        run.WholeStep();

        var first = TicksUntilRefused(run);
        run.GoOn(run.Open(1), _ => 1);
        run.Present("b", agent: "b agent of another life");
        run.WholeStep();
        var second = TicksUntilRefused(run);

        Assert.InRange(first, 100, 130);
        Assert.InRange(second, 20, 30);
    }

    [Fact]
    public void A_pin_is_taken_away_also_while_there_is_no_room()
    {
        var hasRoom = true;
        var run = new CoordinatorScript(node: "a", placing: (nodes, current, pins, load) => hasRoom
            ? Staying(nodes, current, pins, load) : throw new EnvironmentException("there is no room"));
        run.Begin("a", "b");
        run.Operate(new RunOperation(OperationKind.Pin) { Expert = Experts[0], Node = "a" });
        run.WholeStep();
        run.OperationsKept();
        hasRoom = false;

        run.Operate(new RunOperation(OperationKind.Unpin) { Expert = Experts[0] });
        run.WholeStep();

        Assert.Null(Decision(run.OperationsKept()).Refusal);
    }

    private static int TicksUntilRefused(CoordinatorScript run)
    {
        for (var tick = 1; tick < 200; tick++)
        {
            if (ToNodes<NodeCommands.Refuse>(run.Tick()).Any()) return tick;
        }
        return int.MaxValue;
    }
}
