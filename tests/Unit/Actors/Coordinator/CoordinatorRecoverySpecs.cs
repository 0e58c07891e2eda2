using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Model;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorRecoverySpecs
{
    private readonly CoordinatorScript run = new();

    [Fact]
    public void Opens_an_epoch_first_and_announces_it_when_every_expected_node_is_there()
    {
        run.State.On(new CoordinatorInput.NodeExpected("home"));
        run.State.On(new CoordinatorInput.NodeExpected("other"));

        Assert.Equal([new CoordinatorEffect.OpenEpoch("the coordinator takes office")], run.State.Start());
        Assert.Empty(run.Open(7));
        Assert.Empty(Summoned(run.Present("home")));
        var effects = run.Present("other");

        Assert.Equal(Experts.Select(expert => new ExpertCommands.Announce(expert, 7)), Summoned(effects));
        Assert.Equal(2, ToNodes<NodeCommands.ListSnapshots>(effects).Count());
        Assert.Equal(RunPhase.Gathering, run.State.Phase);
    }

    [Fact]
    public void Goes_on_without_a_member_that_never_says_what_it_can_do()
    {
        run.State.On(new CoordinatorInput.NodeExpected("home"));
        run.State.On(new CoordinatorInput.NodeExpected("silent"));
        run.State.Start();
        run.Open(0);
        run.Present("home");

        var ticks = Enumerable.Range(0, CoordinatorState.PlacementPatience + 1).SelectMany(_ => run.Tick());

        Assert.Equal(Experts.Count, Summoned([.. ticks]).Count());
    }

    [Fact]
    public void Waits_for_as_many_nodes_as_a_run_begins_with_and_later_only_for_one()
    {
        var two = new CoordinatorScript(nodesMin: 2);
        two.State.Start();
        two.Open(0);
        Assert.Empty(Summoned(two.Present(Home)));
        two.GoOn(two.Present("other"));

        Assert.IsType<CoordinatorEffect.OpenEpoch>(two.State.On(new CoordinatorInput.NodeGone("other", "lost"))[^1]);
        Assert.NotEmpty(Summoned(two.Open(1)));
    }

    [Fact]
    public void Waits_a_while_for_as_many_nodes_when_a_run_goes_on_with_a_cluster_that_has_just_started()
    {
        var resumed = new CoordinatorScript(nodesMin: 2);
        resumed.State.Start();
        resumed.Open(4);
        Assert.Empty(Summoned(resumed.Present(Home)));

        var ticks = Enumerable.Range(0, CoordinatorState.PlacementPatience + 1).SelectMany(_ => resumed.Tick());

        Assert.Equal(Experts.Count, Summoned([.. ticks]).Count());
    }

    [Fact]
    public void Does_not_wait_for_more_nodes_when_those_that_are_left_have_trained_before()
    {
        var next = new CoordinatorScript(nodesMin: 3);
        next.State.Start();
        next.Open(4);

        Assert.NotEmpty(Summoned(next.Present(Home, epoch: 3)));
    }

    [Fact]
    public void Waits_for_nodes_while_those_that_are_there_have_no_room_and_says_so_once()
    {
        var tight = new CoordinatorScript(placing: RoomOnTwo);
        tight.State.Start();
        tight.Open(0);

        Assert.Equal(["not_placed"], Notes(tight.Present(Home)));
        Assert.Empty(Enumerable.Range(0, CoordinatorState.PlacementPatience + 1).SelectMany(_ => tight.Tick()).ToArray());
        Assert.Equal(RunPhase.Gathering, tight.State.Phase);
        Assert.Equal(Experts.Count, Summoned(tight.Present("other")).Count());
    }

    [Fact]
    public void Refuses_a_node_of_another_run_and_gives_it_no_work()
    {
        run.Begin();
        var refused = run.Present("other", hash: "another");
        run.Pull(2, "stranger", node: "other");
        run.Draw();

        Assert.Equal("other agent", Assert.Single(ToNodes<NodeCommands.Refuse>(refused)).Agent);
        Assert.Equal(2, run.Pull(2).OfType<CoordinatorEffect.Assign>().Count());
    }

    [Fact]
    public void Believes_an_expert_only_where_it_was_placed_until_its_patience_ends()
    {
        run.State.Start();
        run.Open(0);
        run.Present(Home);
        run.Present("other");

        Assert.Empty(run.Ready(Experts[0], "other"));
        Assert.Equal(1, run.State.StaleMessages);
        for (var tick = 0; tick <= CoordinatorState.PlacementPatience; tick++) run.Tick();
        run.Ready(Experts[0], "other");
        Assert.Equal(1, run.State.StaleMessages);
    }

    [Fact]
    public void Chooses_the_newest_state_that_every_part_has()
    {
        var effects = Recovering(out var kept);

        var asked = run.Gather(effects, expert => expert == ExpertId.Vocabulary ? null : 3, _ => kept);

        var restores = Told<ExpertCommands.Restore>(asked).ToArray();
        Assert.All(restores, restore => Assert.Equal(2, restore.Step));
        Assert.All(restores, restore => Assert.Equal((StateSource.Snapshot, AgentOf(Home)), (restore.Source, (string)restore.Keeper!)));
        Assert.Equal(
            [new CoordinatorEffect.RestoreOwn(1, 2, StateSource.Snapshot, AgentOf(Home))], asked.OfType<CoordinatorEffect.RestoreOwn>());
    }

    [Fact]
    public void Leaves_experts_as_they_are_that_hold_the_state_chosen()
    {
        var effects = Recovering(out var kept);

        var asked = run.Gather(effects, expert => expert == ExpertId.Vocabulary ? null : 2, _ => kept);

        Assert.Equal([ExpertId.Vocabulary],
            Told<ExpertCommands.Restore>(asked).Where(restore => restore.Source != StateSource.Own).Select(restore => restore.Expert));
    }

    [Fact]
    public void Goes_back_to_the_beginning_when_no_state_is_whole_and_computes_the_steps_again()
    {
        var effects = Recovering(out var kept);

        var again = run.GoOn(effects, _ => null, _ => [.. kept.Where(part => part.Part != ExpertId.Vocabulary.ToString())]);

        Assert.Equal(["recovered", "stage"], Notes(again));
        Assert.Equal(0, again.OfType<CoordinatorEffect.Draw>().Single().Step);
    }

    [Fact]
    public void Takes_the_checkpoint_when_it_is_newer_than_what_memory_holds()
    {
        var resumed = new CoordinatorScript(firstStep: 3);
        resumed.State.Start();
        resumed.Open(4);
        KeptPart[] old = [.. Experts.Select(expert => new KeptPart(expert.ToString(), 2)), new KeptPart(CoordinatorState.OwnPart, 2)];

        var asked = resumed.Gather(resumed.Present(Home), kept: _ => old);

        Assert.All(
            Told<ExpertCommands.Restore>(asked), restore => Assert.Equal((3, StateSource.Checkpoint), (restore.Step, restore.Source)));
    }

    [Fact]
    public void Loses_nothing_when_all_hold_the_step_between_two_steps()
    {
        var settings = SmallRun.Settings() with { CheckpointEvery = 1 };
        var saving = new CoordinatorScript(settings);
        saving.Begin();
        saving.WholeStep();
        saving.State.On(new CoordinatorInput.ExpertGone(Experts[3], 0));
        var asked = saving.Gather(saving.Open(1), _ => 1);

        Assert.All(Told<ExpertCommands.Restore>(asked), restore => Assert.Equal((1, StateSource.Own), (restore.Step, restore.Source)));
        Assert.Equal(StateSource.Own, asked.OfType<CoordinatorEffect.RestoreOwn>().Single().Source);
        Assert.Contains(new CoordinatorEffect.Checkpoint(1), saving.Restore(asked));
    }

    [Fact]
    public void Leaves_memory_aside_after_too_many_recoveries_in_a_row()
    {
        var effects = Recovering(out var kept);
        for (var time = 0; time < CoordinatorState.RecoveriesMax; time++)
        {
            var asked = run.Gather(effects, _ => null, _ => kept);
            var restore = Told<ExpertCommands.Restore>(asked).First();
            Assert.Equal(StateSource.Snapshot, restore.Source);
            run.State.On(new ExpertEvents.NotRestored(restore.Expert, restore.Epoch, restore.Step, "gone"));
            effects = run.Open(run.State.Epoch + 1);
        }

        var last = Told<ExpertCommands.Restore>(run.Gather(effects, _ => null, _ => kept));
        Assert.All(last, restore => Assert.Equal(StateSource.Initial, restore.Source));
    }

    [Fact]
    public void Does_not_take_a_repeated_Ready_for_a_failure_but_a_new_life_for_a_loss()
    {
        run.State.Start();
        run.Open(0);
        run.Gather(run.Present(Home));

        Assert.Empty(run.Ready(Experts[0], Home));
        Assert.Equal(RunPhase.Restoring, run.State.Phase);
        Assert.IsType<CoordinatorEffect.OpenEpoch>(Assert.Single(run.Ready(Experts[0], Home, anew: true)));
    }

    [Fact]
    public void Does_not_go_on_by_what_it_is_told_of_the_epoch_before_while_it_opens_the_next()
    {
        run.State.Start();
        run.Open(0);
        foreach (var node in (string[])[Home, "other", "third"]) run.Present(node);
        foreach (var expert in Experts) run.Ready(expert, Home);
        run.State.On(new NodeEvents.Snapshots(Home, 0, []));
        run.State.On(new CoordinatorInput.NodeGone("third", "lost"));

        Assert.Empty(run.State.On(new NodeEvents.Snapshots("other", 0, [])));
        Assert.Equal(RunPhase.Gathering, run.State.Phase);
        Assert.NotEmpty(Summoned(run.Open(1)));
    }

    [Fact]
    public void Drops_answers_of_an_older_epoch()
    {
        var plans = run.Running();
        run.State.On(new CoordinatorInput.ExpertGone(Experts[0], 0));
        run.GoOn(run.Open(1));
        run.Draw();

        Assert.Empty(run.Done(plans[0].Key));
        Assert.Empty(run.State.On(new ExpertEvents.Restored(Experts[0], 0, 0)));
        Assert.Empty(run.State.On(new CoordinatorInput.Drawn(0, 0, plans)));
        Assert.Empty(run.State.On(new CoordinatorInput.EpochOpened(1)));
        Assert.Equal(RunPhase.Running, run.State.Phase);
    }

    [Fact]
    public void Gives_a_lost_routers_micro_batches_to_others()
    {
        run.Running();
        run.Pull(2, "second");

        var again = run.State.On(new CoordinatorInput.RouterGone(Asker)).OfType<CoordinatorEffect.Assign>().ToArray();

        Assert.Equal(2, again.Length);
        Assert.All(again, assign => Assert.Equal(("second", 1), ((string)assign.Router, assign.Plan.Key.Attempt)));
    }

    [Fact]
    public void Goes_on_without_going_back_when_a_lost_node_held_no_expert()
    {
        var still = new CoordinatorScript(placing: Staying);
        still.Running(Home, "other");
        still.Pull(2, "second", "other");

        Assert.Equal(["node_lost"], Notes(still.State.On(new CoordinatorInput.NodeGone("other", "killed"))));
        Assert.Equal(RunPhase.Running, still.State.Phase);
    }

    [Fact]
    public void Takes_a_node_started_anew_for_one_that_was_lost()
    {
        run.Running();

        var effects = run.Present(Home, agent: "home agent of another life");

        Assert.Contains("node_lost", Notes(effects));
        Assert.Contains(effects, effect => effect is CoordinatorEffect.OpenEpoch);
    }

    [Fact]
    public void The_late_end_of_an_agent_whose_node_is_there_again_costs_nothing()
    {
        run.Running();
        run.Present(Home, agent: "home agent of another life");
        run.Open(1);

        Assert.Empty(run.State.On(new CoordinatorInput.NodeGone(Home, "its agent has stopped", AgentOf(Home))));
        Assert.Contains("node_lost", Notes(run.State.On(
            new CoordinatorInput.NodeGone(Home, "its agent has stopped", "home agent of another life"))));
    }

    [Fact]
    public void Steps_down_when_a_higher_epoch_is_open_and_does_nothing_after_that()
    {
        var plans = run.Running();

        Assert.IsType<CoordinatorEffect.StepDown>(Assert.Single(run.State.On(new CoordinatorInput.Deposed(9))));
        Assert.Empty(run.Done(plans[0].Key));
        Assert.Empty(run.Present("other"));
        Assert.Empty(run.State.On(new CoordinatorInput.NodeGone(Home, "lost")));
        Assert.Empty(run.Quiet());
    }

    [Fact]
    public void Tells_every_node_that_the_run_is_over_also_one_that_asks_later()
    {
        var stopped = new CoordinatorScript(SmallRun.Settings() with { CheckpointEvery = 1 });
        stopped.Begin(Home, "other");
        stopped.WholeStep();
        stopped.State.On(new CoordinatorCommands.Stop());

        var end = stopped.CheckpointWritten();

        Assert.Equal(2, ToNodes<NodeCommands.RunOver>(end).Count());
        Assert.Equal(RunEnd.Stopped, ToNodes<NodeCommands.RunOver>(stopped.Present("other")).Single().Message.End);
    }

    [Fact]
    public void Writes_a_checkpoint_for_who_asks_to_stop_while_it_recovers()
    {
        var effects = Recovering(out var kept);
        run.State.On(new CoordinatorCommands.Stop());

        var again = run.GoOn(effects, _ => null, _ => kept);

        Assert.Equal(new CoordinatorEffect.Checkpoint(2), again[^1]);
        Assert.Equal(new RunOutcome(RunEnd.Stopped, 2), Outcome(run.CheckpointWritten()));
    }

    /// <summary>Three steps in, two of them copied, an expert is lost in the fourth.</summary>
    private IReadOnlyList<CoordinatorEffect> Recovering(out KeptPart[] kept)
    {
        run.Begin();
        for (var step = 0; step < 3; step++) run.WholeStep();
        run.Draw();
        run.State.On(new CoordinatorInput.ExpertGone(ExpertId.Vocabulary, 0));
        kept =
        [
            .. Experts.SelectMany(expert => new long[] { 1, 2 }, (expert, step) => new KeptPart(expert.ToString(), step)),
            new KeptPart(CoordinatorState.OwnPart, 1), new KeptPart(CoordinatorState.OwnPart, 2), new KeptPart(CoordinatorState.OwnPart, 3),
        ];
        return run.Open(1);
    }

    private static IEnumerable<ExpertCommands.Announce> Summoned(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Summon>().Select(summon => summon.Command);
}
