using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Curriculum;
using Moe.Curriculum.Samplers;
using Moe.Model;
using Moe.Model.Failures;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorOperationSpecs
{
    private static readonly RunOperation Pause = new(OperationKind.Pause), Resume = new(OperationKind.Resume);

    private static readonly ExpertId Expert = SmallRun.Shape.At(0, 1);

    private static readonly RunOperation Freeze = new(OperationKind.Freeze) { Expert = Expert };

    private static readonly (string Why, RunOperation Operation)[] Refused =
    [
        ("expected one of vocabulary, encoder.0.0", new(OperationKind.Freeze) { Expert = SmallRun.Shape.At(0, 7) }),
        ("expected one of first, second, third", new(OperationKind.Quarantine) { Task = "fourth" }),
        ("expected one of home", new(OperationKind.Drain) { Node = "elsewhere" }),
        ("the only node", new(OperationKind.Drain) { Node = Home }),
        ("not paused", Resume),
        ("not frozen", new(OperationKind.Unfreeze) { Expert = Expert }),
        ("not pinned", new(OperationKind.Unpin) { Expert = Expert }),
        ("not in quarantine", new(OperationKind.Release) { Task = "first" }),
        ("training.run.replicas", new(OperationKind.Replicate) { Expert = Expert, Replicas = 2 }),
        ("no operation 3", new(OperationKind.Undo) { Undone = 3 }),
    ];

    [Fact]
    public void Is_decided_between_two_steps_written_down_and_only_then_in_effect()
    {
        var run = Begun();
        Assert.Empty(run.Operate(Pause));

        var keep = Assert.IsType<CoordinatorEffect.KeepOperations>(Assert.Single(run.WholeStep().Skip(2)));
        var effects = run.OperationsKept();

        Assert.Equal(new AcceptedOperation(1, 1, "ann", "a spec", Pause), Assert.Single(keep.Operations));
        Assert.Equal(new CoordinatorEvents.Decided(1, 1, null), Decision(effects));
        Assert.Equal(["operation", "paused"], Notes(effects));
        Assert.Equal(RunPhase.Paused, run.State.Phase);
        Assert.DoesNotContain(effects, effect => effect is CoordinatorEffect.Draw);
    }

    [Fact]
    public void A_paused_run_begins_its_next_step_when_it_is_resumed()
    {
        var run = Paused();
        Assert.Empty(run.Quiet());

        Assert.IsType<CoordinatorEffect.KeepOperations>(Assert.Single(run.Operate(Resume)));

        Assert.Equal(1, run.OperationsKept().OfType<CoordinatorEffect.Draw>().Single().Step);
    }

    [Fact]
    public void A_paused_run_stops_with_a_checkpoint_when_it_is_asked_to()
    {
        var run = Paused();
        run.State.On(new CoordinatorCommands.Stop());

        Assert.Equal([new CoordinatorEffect.Checkpoint(1)], run.Tick());
        Assert.Equal(new RunOutcome(RunEnd.Stopped, 1), Outcome(run.CheckpointWritten()));
    }

    [Fact]
    public void A_checkpoint_that_is_asked_for_is_written_before_the_next_step()
    {
        var run = Begun();
        run.Operate(new RunOperation(OperationKind.Checkpoint));
        run.WholeStep();

        Assert.Equal(new CoordinatorEffect.Checkpoint(1), run.OperationsKept()[^1]);
        Assert.IsType<CoordinatorEffect.Draw>(run.CheckpointWritten()[^1]);
    }

    [Fact]
    public void A_frozen_expert_keeps_its_weights_and_does_not_count_in_the_clip_factor()
    {
        var (learning, frozen) = (Begun(), Begun());
        frozen.Operate(Freeze);
        learning.WholeStep();
        frozen.WholeStep();
        frozen.OperationsKept();

        ExpertCommands.Commit[] Commits(CoordinatorScript run)
        {
            var plans = run.Draw();
            run.Pull(2);
            run.Done(plans[0].Key);
            return [.. Told<ExpertCommands.Commit>(run.Prepared(run.Done(plans[1].Key)))];
        }
        ExpertCommands.Commit[] without = Commits(learning), with = Commits(frozen);

        Assert.Equal(without.Where(commit => commit.Apply).Select(commit => commit.Expert).Where(expert => expert != Expert),
            with.Where(commit => commit.Apply).Select(commit => commit.Expert));
        Assert.True(with[0].Clip > without[0].Clip);
    }

    [Fact]
    public void A_quarantined_task_rests_and_rows_drawn_ahead_are_left_until_it_is_released()
    {
        var run = Begun();
        run.Operate(new RunOperation(OperationKind.Quarantine) { Task = SmallRun.Tasks[2] });
        run.WholeStep();

        var drawn = run.OperationsKept().OfType<CoordinatorEffect.Draw>().Single();
        run.Operate(new RunOperation(OperationKind.Release) { Task = SmallRun.Tasks[2] });
        run.WholeStep();
        var released = run.OperationsKept().OfType<CoordinatorEffect.Draw>().Single();

        Assert.Equal((true, true), (drawn.RestingTasks.SetEquals([2]), drawn.Afresh));
        Assert.Equal((true, true), (released.RestingTasks.Count == 0, released.Afresh));
        Assert.False(run.WholeStep().OfType<CoordinatorEffect.Draw>().Single().Afresh);
    }

    [Fact]
    public void A_sampler_is_drawn_by_from_its_step_on()
    {
        var choice = new SamplerChoice(SamplerKind.Uniform, null);
        var run = Begun();
        run.Operate(new RunOperation(OperationKind.Sampler) { Sampler = choice });
        run.WholeStep();

        var first = run.OperationsKept().OfType<CoordinatorEffect.Draw>().Single();
        var second = run.WholeStep().OfType<CoordinatorEffect.Draw>().Single();

        Assert.Equal((choice, true, choice, false), (first.Sampler, first.Afresh, second.Sampler, second.Afresh));
    }

    [Fact]
    public void A_drained_node_is_asked_to_leave_until_it_does()
    {
        var run = Begun("a", "b");
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "b" });
        run.WholeStep();

        Assert.Equal(["b agent"], Leaving(run.OperationsKept()));
        Assert.Equal(["b agent"], Leaving(run.Tick()));
        run.Present("b", leaving: true);
        Assert.Empty(Leaving(run.Tick()));
    }

    [Theory]
    [InlineData(OperationKind.Pin)]
    [InlineData(OperationKind.Move)]
    public void An_expert_moves_to_the_node_it_is_moved_or_pinned_to(OperationKind kind)
    {
        var run = Begun("a", "b");
        run.Operate(new RunOperation(kind) { Expert = Experts[0], Node = "b" });
        run.WholeStep();

        var copies = Copies(run.OperationsKept()).ToArray();

        Assert.Equal(RunPhase.Moving, run.State.Phase);
        Assert.Equal((Experts[0].ToString(), "b agent"), (copies.Single().Part, copies.Single().Keepers.Single()));
    }

    [Fact]
    public void What_was_accepted_holds_under_the_next_coordinator_at_its_own_step()
    {
        var next = new CoordinatorScript(firstStep: 1);
        next.State.On(new CoordinatorInput.NodeExpected(Home));
        next.State.Start();
        next.Open(7, new AcceptedOperation(1, 2, "ann", "a spec", Pause), new AcceptedOperation(2, 2, "ann", "a spec", Freeze));

        Assert.Equal(1, next.GoOn(next.Present(Home)).OfType<CoordinatorEffect.Draw>().Single().Step);
        Assert.False(next.State.IsFrozen(Expert));
        next.WholeStep();

        Assert.Equal(RunPhase.Paused, next.State.Phase);
        Assert.True(next.State.IsFrozen(Expert));
    }

    // It was resumed at step 1 for the second time, after the first time was undone there; then it went back.
    [Fact]
    public void A_run_that_went_back_to_where_it_waits_is_resumed_though_later_steps_are_already()
    {
        AcceptedOperation At(long id, long step, RunOperation operation) => new(id, step, "ann", "a spec", operation);
        var run = new CoordinatorScript();
        run.State.On(new CoordinatorInput.NodeExpected(Home));
        run.State.Start();
        run.Open(0, At(1, 0, Pause), At(2, 0, Resume), At(3, 1, Resume), At(4, 0, new(OperationKind.Undo) { Undone = 2 }));
        run.GoOn(run.Present(Home));
        Assert.Equal(RunPhase.Paused, run.State.Phase);

        Assert.IsType<CoordinatorEffect.KeepOperations>(Assert.Single(run.Operate(Resume)));
        Assert.IsType<CoordinatorEffect.Draw>(run.OperationsKept()[^1]);
    }

    [Fact]
    public void What_an_epochs_end_kept_from_being_written_is_decided_again()
    {
        var run = Begun(new CoordinatorScript(node: "a"), "a", "b");
        run.Operate(Pause);
        run.WholeStep();
        run.State.On(new CoordinatorInput.NodeGone("b", "killed"));

        run.GoOn(run.Open(1), _ => 1);

        var again = run.OperationsKept();
        Assert.Equal(new CoordinatorEvents.Decided(1, run.Step, null), Decision(again));
        Assert.Equal(RunPhase.Paused, run.State.Phase);
    }

    [Fact]
    public void What_was_written_before_an_epochs_end_is_accepted_in_the_next()
    {
        var run = Begun(new CoordinatorScript(node: "a"), "a", "b");
        run.Operate(Pause);
        var kept = run.WholeStep().OfType<CoordinatorEffect.KeepOperations>().Single();
        run.State.On(new CoordinatorInput.NodeGone("b", "killed"));

        Assert.Equal(new CoordinatorEvents.Decided(1, 1, null), Decision(run.Open(1, [.. kept.Operations])));
    }

    [Fact]
    public void What_comes_again_with_its_key_is_the_same_operation()
    {
        var run = Begun();
        run.Operate(Pause, "a key");
        run.Operate(Pause, "a key");
        var kept = run.WholeStep().OfType<CoordinatorEffect.KeepOperations>().Single();
        var first = run.OperationsKept();
        run.Operate(Pause, "a key");
        var second = run.OperationsKept();

        Assert.Equal(new AcceptedOperation(1, 1, "ann", "a spec", Pause, "a key"), Assert.Single(kept.Operations));
        Assert.Equal(3, first.Concat(second).OfType<CoordinatorEffect.Answer>().Count(
            answer => answer.Message == new CoordinatorEvents.Decided(1, 1, null)));
        Assert.Single(Notes(first.Concat(second)), "operation");
    }

    [Fact]
    public void A_key_that_came_with_another_operation_is_refused()
    {
        var run = Begun();
        run.Operate(Freeze, "a key");
        run.WholeStep();
        run.OperationsKept();
        run.Operate(Freeze with { Expert = SmallRun.Shape.At(0, 0) }, "a key");

        Assert.Contains("operation 1", Decision(run.WholeStep()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drain_that_was_lost_with_its_coordinator_is_begun_by_the_next_one_when_it_comes_again()
    {
        AcceptedOperation drain = new(1, 0, "ann", "a spec", new RunOperation(OperationKind.Drain) { Node = "b" }, "a key");
        var next = new CoordinatorScript(placing: Staying, node: "a");
        foreach (var node in (string[])["a", "b"]) next.State.On(new CoordinatorInput.NodeExpected(node));
        next.State.Start();
        next.Open(1, drain);
        next.Present("a");
        Assert.Empty(Leaving(next.GoOn(next.Present("b"))));

        next.Operate(drain.Operation, drain.Key);
        next.WholeStep();
        var effects = next.OperationsKept();

        Assert.Equal(new CoordinatorEvents.Decided(1, 0, null), Decision(effects));
        Assert.Equal(["b agent"], Leaving(effects));
    }

    [Fact]
    public void A_coordinator_that_was_replaced_answers_nobody_so_that_the_next_one_is_asked()
    {
        var run = Begun();
        run.Operate(Pause, "a key");

        Assert.IsType<CoordinatorEffect.StepDown>(Assert.Single(run.State.On(new CoordinatorInput.Deposed(7))));
        Assert.Empty(run.Operate(Pause, "a key"));
    }

    [Fact]
    public void Refuses_what_cannot_be_done_and_says_why() => Assert.All(Refused, refused =>
    {
        var run = Begun();
        run.Operate(refused.Operation);

        var effects = run.WholeStep();

        Assert.Contains(refused.Why, Decision(effects).Refusal, StringComparison.Ordinal);
        Assert.IsType<CoordinatorEffect.Draw>(effects[^1]);
    });

    [Fact]
    public void Refuses_a_pin_for_which_there_is_no_room()
    {
        var run = new CoordinatorScript(placing: (nodes, current, pins, load) => pins.Count == 0
            ? Staying(nodes, current, pins, load) : throw new EnvironmentException("there is no room"), node: "a");
        run.Begin("a", "b");
        run.Operate(new RunOperation(OperationKind.Pin) { Expert = Expert, Node = "b" });

        Assert.Equal("there is no room", Decision(run.WholeStep()).Refusal);
    }

    [Fact]
    public void Refuses_to_drain_a_node_whose_experts_have_no_room_elsewhere()
    {
        var run = new CoordinatorScript(placing: RoomOnTwo, node: "a");
        run.Begin("a", "b");
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "b" });

        Assert.Equal("there is no room", Decision(run.WholeStep()).Refusal);
    }

    [Fact]
    public void Refuses_to_drain_the_last_node_with_a_role()
    {
        var run = Begun("a");
        run.Present("b", roles: ["expert"]);
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "a" });

        Assert.Contains("the role router or coordinator", Decision(run.WholeStep()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_drain_the_last_node_beside_one_that_is_drained_and_has_not_said_yet_that_it_leaves()
    {
        var run = Begun("a", "b");
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "b" });
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "a" });
        var together = run.WholeStep();
        run.OperationsKept();
        run.Operate(new RunOperation(OperationKind.Drain) { Node = "a" });

        Assert.Contains("the only node", Decision(together).Refusal, StringComparison.Ordinal);
        Assert.Contains("the only node", Decision(run.WholeStep()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_quarantine_the_last_task_that_does_not_rest()
    {
        var run = Begun(new CoordinatorScript(resting: new Dictionary<int, long> { [0] = 9, [1] = 9 }));
        run.Operate(new RunOperation(OperationKind.Quarantine) { Task = SmallRun.Tasks[2] });

        Assert.Contains("no task would be left", Decision(run.WholeStep()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_everybody_when_the_run_ends()
    {
        var run = Begun(new CoordinatorScript(SmallRun.Settings(SmallRun.Stage("only", 1))));
        run.Operate(Pause);
        run.WholeStep();

        Assert.Equal("the run is over", Decision(run.CheckpointWritten()).Refusal);
        Assert.Equal("the run is over", Decision(run.Operate(Pause)).Refusal);
    }

    private static IEnumerable<string> Leaving(IEnumerable<CoordinatorEffect> effects) =>
        ToNodes<NodeCommands.Leave>(effects).Select(told => (string)told.Agent);

    private static CoordinatorScript Paused()
    {
        var run = Begun();
        run.Operate(Pause);
        run.WholeStep();
        run.OperationsKept();
        return run;
    }

    private static CoordinatorScript Begun(params string[] nodes) => Begun(
        new CoordinatorScript(placing: Staying, node: nodes.FirstOrDefault(Home)), nodes);

    private static CoordinatorScript Begun(CoordinatorScript run, params string[] nodes)
    {
        run.Begin(nodes);
        return run;
    }
}
