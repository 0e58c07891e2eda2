using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorMovesSpecs
{
    [Fact]
    public void Keeps_every_part_where_it_lives_and_at_the_next_node()
    {
        var copies = Copies(Begun(out _, "a", "b", "c")).ToDictionary(copy => copy.Part, copy => copy.Keepers);

        Assert.Equal(Experts.Count + 1, copies.Count);
        Assert.Equal(["a agent", "b agent"], copies[Experts[0].ToString()]);
        Assert.Equal(["b agent", "c agent"], copies[Experts[1].ToString()]);
        Assert.Equal(["c agent", "a agent"], copies[Experts[2].ToString()]);
        Assert.Equal(["a agent", "b agent"], copies[CoordinatorState.OwnPart]);
    }

    [Fact]
    public void Drops_an_older_snapshot_only_when_a_newer_one_is_whole()
    {
        var first = Begun(out var run, "a", "b");
        Assert.All(ToNodes<NodeCommands.KeepOnly>(first), only => Assert.Equal([-1, 0], only.Message.Steps));
        Assert.All(ToNodes<NodeCommands.KeepOnly>(run.Kept(first)), only => Assert.Equal([0], only.Message.Steps));
        run.WholeStep();

        var second = run.WholeStep();

        Assert.All(Copies(second), copy => Assert.Equal(2, copy.Step));
        Assert.All(ToNodes<NodeCommands.KeepOnly>(second), only => Assert.Equal([0, 2], only.Message.Steps));
    }

    [Fact]
    public void Keeps_the_whole_snapshot_of_the_coordinator_before_it()
    {
        var next = new CoordinatorScript(snapshotEvery: 2, placing: Staying, node: "a");
        next.State.Start();
        next.Open(5);
        next.State.On(new CoordinatorInput.NodeExpected("b"));
        next.Present("a");
        KeptPart[] kept =
        [
            .. Experts.SelectMany(expert => new long[] { 4, 6 }, (expert, step) => new KeptPart(expert.ToString(), step))
                .Where(part => part != new KeptPart(Experts[1].ToString(), 6)),
            new KeptPart(CoordinatorState.OwnPart, 4), new KeptPart(CoordinatorState.OwnPart, 6),
        ];

        var begun = next.GoOn(next.Present("b"), expert => expert == Experts[1] ? 6 : null, node => node == "a" ? kept : []);

        Assert.Equal(6, next.Step);
        Assert.All(ToNodes<NodeCommands.KeepOnly>(begun), only => Assert.Equal([4, 6], only.Message.Steps));
    }

    [Fact]
    public void Moves_experts_to_a_new_node_between_two_steps_and_loses_none()
    {
        Begun(out var run, "a");
        run.Present("b");
        var copies = run.WholeStep();

        Assert.Equal(RunPhase.Moving, run.State.Phase);
        Assert.All(Copies(copies), copy => Assert.Equal(["b agent"], copy.Keepers));
        var moved = Copies(copies).Select(copy => copy.Part).ToHashSet();
        Assert.IsType<CoordinatorEffect.OpenEpoch>(Assert.Single(run.Kept(copies)));
        var asked = run.Gather(run.Open(1), expert => moved.Contains(expert.ToString()) ? null : 1,
            node => node == "b" ? [.. moved.Select(part => new KeptPart(part, 1))] : []);

        Assert.All(Told<ExpertCommands.Restore>(asked), restore => Assert.Equal(1, restore.Step));
        Assert.Equal(moved.Order(), Told<ExpertCommands.Restore>(asked)
            .Where(restore => restore.Source == StateSource.Snapshot).Select(restore => restore.Expert.ToString()).Order());
        Assert.Equal(1, run.Restore(asked).OfType<CoordinatorEffect.Draw>().Single().Step);
    }

    [Fact]
    public void Looks_at_the_placement_when_a_window_of_steps_is_whole_with_what_was_counted_in_it()
    {
        List<MeasuredLoad?> loads = [];
        var run = new CoordinatorScript(node: "a", placementEvery: 2, placing: (nodes, current, pins, load) =>
        {
            loads.Add(load);
            return load is null ? RoundRobin(nodes, current, pins, load) : Experts.ToDictionary(expert => expert, _ => "b");
        });
        run.Begin("a", "b");
        Assert.All(loads, Assert.Null);
        run.WholeStep();
        var before = loads.Count;

        var copies = run.WholeStep();

        Assert.Equal(before + 1, loads.Count);
        Assert.Equal(RunPhase.Moving, run.State.Phase);
        Assert.All(Copies(copies), copy => Assert.Equal(["b agent"], copy.Keepers));
        Assert.True(loads[^1]!.Tokens[SmallRun.Shape.At(0, 0)] > 0);
    }

    [Fact]
    public void A_move_is_told_apart_from_a_recovery_and_a_loss_in_between_makes_it_one()
    {
        Begun(out var moving, "a");
        moving.Present("b");
        moving.Kept(moving.WholeStep());
        Assert.Contains("moved", Notes(moving.GoOn(moving.Open(1), _ => 1, AllKeptAt(1))));

        Begun(out var losing, "a");
        losing.Present("b");
        losing.Kept(losing.WholeStep());
        losing.Open(1);
        losing.State.On(new CoordinatorInput.NodeGone("b", "killed"));
        Assert.Contains("recovered", Notes(losing.GoOn(losing.Open(2), _ => 1, AllKeptAt(1))));
    }

    [Fact]
    public void A_new_coordinator_leaves_experts_where_their_nodes_say_they_live()
    {
        var next = new CoordinatorScript(placing: Staying, node: "a");
        next.State.On(new CoordinatorInput.NodeExpected("b"));
        next.State.Start();
        next.Open(5);
        next.Present("a", epoch: 4, experts: [Experts[1]]);

        var placed = Placed(next.Present("b", epoch: 4, experts: [Experts[0], Experts[2]]));

        Assert.Equal(("b", "a", "b", "a"), (placed[Experts[0]], placed[Experts[1]], placed[Experts[2]], placed[Experts[3]]));
    }

    [Fact]
    public void Asks_again_for_the_copies_of_a_move_that_got_lost_and_waits_twice_as_long_the_next_time()
    {
        Begun(out var run, "a");
        run.Present("b");
        var copies = run.WholeStep();
        var first = Copies(copies).First();
        run.State.On(new NodeEvents.Kept("b", first.Part, 0, 1));

        Assert.Empty(run.Quiet());
        for (var idle = 2; idle < 4; idle++) Assert.Empty(run.Tick());
        var again = run.Tick();
        for (var idle = 1; idle < 8; idle++) Assert.Empty(run.Tick());
        var later = run.Tick();

        var missing = Copies(copies).Skip(1).Select(copy => copy.Part).Order().ToArray();
        Assert.Equal(missing, Copies(again).Select(copy => copy.Part).Order());
        Assert.Equal(missing, Copies(later).Select(copy => copy.Part).Order());
    }

    [Fact]
    public void Refuses_a_node_that_never_keeps_what_moves_to_it_and_goes_on_with_the_placement_it_had()
    {
        Begun(out var run, "a");
        run.Present("b");
        run.WholeStep();

        var given = GivenUp(run);
        var on = run.GoOn(run.Open(1), _ => 1);

        Assert.Equal("b agent", Assert.Single(ToNodes<NodeCommands.Refuse>(given)).Agent);
        Assert.Equal(["node_lost"], Notes(given));
        Assert.Equal(1, on.OfType<CoordinatorEffect.Draw>().Single().Step);
        Assert.Single(ToNodes<NodeCommands.Refuse>(run.Present("b")));
        Assert.Single(ToNodes<NodeCommands.Welcome>(run.Present("b", agent: "b agent of another life")));
    }

    [Fact]
    public void Refuses_no_node_that_holds_experts_where_what_moves_does_not_arrive_and_asks_again()
    {
        Begun(out var run, "a", "b", "c");
        run.Present("c", leaving: true);
        run.WholeStep();

        var effects = GivenUp(run);

        Assert.Empty(ToNodes<NodeCommands.Refuse>(effects));
        Assert.NotEmpty(Copies(effects));
        Assert.Equal(RunPhase.Moving, run.State.Phase);
    }

    [Fact]
    public void Leaves_experts_where_they_are_while_there_is_no_room_elsewhere_and_says_so_once()
    {
        var run = new CoordinatorScript(node: "b", placementEvery: 1, placing: RoomOnTwo);
        run.Begin("a", "b");
        run.Present("a", leaving: true);

        var first = run.WholeStep();
        var second = run.WholeStep();
        run.Present("c");
        run.WholeStep();

        Assert.Equal("there is no room", Assert.Single(first.OfType<CoordinatorEffect.Note>()).Details["reason"]);
        Assert.IsType<CoordinatorEffect.Draw>(first[^1]);
        Assert.Empty(Notes(second));
        Assert.Equal(RunPhase.Moving, run.State.Phase);
    }

    [Fact]
    public void Empties_a_node_that_leaves_and_releases_it_again_when_it_asks_again()
    {
        Begun(out var run, "a", "b");
        run.Present("b", leaving: true);
        Assert.DoesNotContain(run.Pull(2, "leaving router", "b"), effect => effect is CoordinatorEffect.Assign);
        var copies = run.WholeStep();
        run.Kept(copies);

        var moved = Copies(copies).Select(copy => copy.Part).ToHashSet();
        var released = run.GoOn(run.Open(1), expert => moved.Contains(expert.ToString()) ? null : 1,
            node => node == "a" ? [.. moved.Select(part => new KeptPart(part, 1))] : []);

        Assert.Equal(["b agent"], ToNodes<NodeCommands.Released>(released).Select(told => (string)told.Agent));
        Assert.Equal(["b agent"], ToNodes<NodeCommands.Released>(run.Present("b", leaving: true)).Select(told => (string)told.Agent));
    }

    [Fact]
    public void Gives_its_own_part_away_and_steps_down_when_its_node_leaves()
    {
        var run = new CoordinatorScript(snapshotEvery: 2, placing: (nodes, _, _, _) => Experts.ToDictionary(
            expert => expert, _ => nodes.Last().Address), node: "a");
        run.Begin("a", "b");
        run.Present("a", leaving: true);

        var copies = run.WholeStep();
        var own = Assert.Single(Copies(copies));
        Assert.Equal((CoordinatorState.OwnPart, 1), (own.Part, own.Step));
        Assert.Equal(["b agent"], own.Keepers);
        var effects = run.Kept(copies);

        Assert.IsType<CoordinatorEffect.StepDown>(effects[^1]);
        Assert.Equal(["a agent"], ToNodes<NodeCommands.Released>(effects).Select(told => (string)told.Agent));
        Assert.Equal(["handed_over"], Notes(effects));
        Assert.DoesNotContain(effects, effect => effect is CoordinatorEffect.End);
    }

    [Fact]
    public void Finishes_the_step_and_ends_the_run_with_a_checkpoint_when_the_last_node_leaves()
    {
        Begun(out var run, "a");
        run.Present("a", leaving: true);

        Assert.Equal(new CoordinatorEffect.Checkpoint(1), run.WholeStep()[^1]);
        Assert.Equal(new RunOutcome(RunEnd.Stopped, 1), Outcome(run.CheckpointWritten()));
    }

    // Nothing arrives until the coordinator has waited long enough.
    private static List<CoordinatorEffect> GivenUp(CoordinatorScript run)
    {
        List<CoordinatorEffect> effects = [];
        for (var tick = 0; tick < 200 && run.State.Phase == RunPhase.Moving; tick++) effects.AddRange(run.Tick());
        return effects;
    }

    private static Func<string, KeptPart[]> AllKeptAt(long step) => _ =>
        [.. Experts.Select(expert => new KeptPart(expert.ToString(), step)), new KeptPart(CoordinatorState.OwnPart, step)];

    private static IReadOnlyList<CoordinatorEffect> Begun(out CoordinatorScript run, params string[] nodes)
    {
        run = new CoordinatorScript(snapshotEvery: 2, node: "a");
        return run.Begin(nodes);
    }
}
