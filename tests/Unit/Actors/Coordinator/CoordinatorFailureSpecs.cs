using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model.Failures;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorFailureSpecs
{
    private readonly CoordinatorScript run = new();

    [Fact]
    public void Tries_a_failed_micro_batch_again_with_the_next_number()
    {
        var plans = run.Running();

        var again = run.Failed(plans[0].Key).OfType<CoordinatorEffect.Assign>().Single().Plan;

        Assert.Equal(plans[0].Key with { Attempt = 1 }, again.Key);
        Assert.Same(plans[0].After, again.After);
        Assert.Empty(run.Done(plans[0].Key));
        run.Done(plans[1].Key);
        run.Prepared(run.Done(again.Key));
        Assert.Equal(1, Record(run.Committed()).Retried);
    }

    [Fact]
    public void Ends_the_run_when_one_micro_batch_fails_too_often()
    {
        var key = run.Running()[0].Key;
        for (var attempt = 0; attempt < FailureTable.TriesMax - 1; attempt++)
        {
            var effects = run.Failed(key with { Attempt = attempt });
            Assert.DoesNotContain(effects, effect => effect is CoordinatorEffect.End);
        }

        var outcome = Outcome(run.Failed(key with { Attempt = FailureTable.TriesMax - 1 }));

        Assert.Equal(RunEnd.Failed, outcome.End);
        var failure = Assert.IsType<EnvironmentException>(outcome.Failure);
        Assert.Contains("out of memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_try_that_was_lost_is_handed_out_again_only_at_a_tick_and_counts_as_no_failure()
    {
        var key = run.Running()[0].Key;
        for (var attempt = 0; attempt <= FailureTable.TriesMax; attempt++)
        {
            var lost = run.Failed(key with { Attempt = attempt }, lost: true);

            Assert.Equal("retried", Assert.IsType<CoordinatorEffect.Note>(Assert.Single(lost)).Kind);
            Assert.Equal(attempt + 1, run.Tick().OfType<CoordinatorEffect.Assign>().Single().Plan.Key.Attempt);
        }
    }

    [Fact]
    public void Voids_a_step_whose_loss_is_not_a_number_and_rests_the_tasks_to_blame()
    {
        var plans = run.Running();
        Assert.Empty(run.Done(plans[0].Key, 1, double.NaN));
        var effects = run.Done(plans[1].Key);

        Assert.Equal(["quarantined"], Notes(effects));
        Assert.All(Told<ExpertCommands.Commit>(effects), commit => Assert.False(commit.Apply));
        Assert.Equal(Experts, Told<ExpertCommands.Commit>(effects).Select(commit => commit.Expert));
        Assert.False(effects.OfType<CoordinatorEffect.CommitRoutes>().Single().Apply);
        Assert.Equal([1], run.State.RestingUntil.Keys);
        Assert.Empty(run.Done(plans[1].Key));

        var end = run.Committed();
        Assert.Contains("second", Record(end).Reason, StringComparison.Ordinal);
        Assert.Equal([1], end.OfType<CoordinatorEffect.Draw>().Single().RestingTasks);
    }

    [Fact]
    public void Lets_a_task_come_back_when_it_has_rested()
    {
        var rested = new CoordinatorScript(firstStep: 2, resting: new Dictionary<int, long> { [0] = 2, [2] = 3 });

        Assert.Equal([2], rested.Begin().OfType<CoordinatorEffect.Draw>().Single().RestingTasks);
    }

    [Fact]
    public void Voids_a_step_whose_gradient_norm_is_not_a_number_and_blames_no_task()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);
        var effects = run.Prepared(run.Done(plans[1].Key), double.PositiveInfinity);

        Assert.All(Told<ExpertCommands.Commit>(effects), commit => Assert.False(commit.Apply));
        Assert.Empty(run.State.RestingUntil);
        Assert.False(Record(run.Committed()).Committed);
    }

    [Fact]
    public void Ends_the_run_when_every_task_rests()
    {
        var tired = new CoordinatorScript(resting: new Dictionary<int, long> { [0] = 9, [1] = 9, [2] = 9 });

        Assert.IsType<DataException>(Outcome(tired.Begin()).Failure);
    }

    [Fact]
    public void Ends_the_run_when_too_many_steps_in_a_row_are_voided()
    {
        var bad = new CoordinatorScript(SmallRun.Settings(SmallRun.Stage("only", 100)));
        var plans = bad.Running();
        for (var step = 1; ; step++)
        {
            bad.Done(plans[0].Key);
            bad.Prepared(bad.Done(plans[1].Key), double.NaN);
            var effects = bad.Committed();
            if (step == FailureTable.VoidedInARowMax)
            {
                Assert.IsType<DataException>(Outcome(effects).Failure);
                return;
            }
            plans = bad.Draw();
        }
    }

    [Fact]
    public void Ends_the_run_with_the_cause_and_does_nothing_after_that()
    {
        var plans = run.Running();
        var cause = new InvalidOperationException("half written");

        var effects = run.State.On(new CoordinatorInput.Broke(FailureKind.ExpertBuffers, "updating weights", cause));

        Assert.Same(cause, Outcome(effects).Failure);
        Assert.Equal("ExpertBuffers", effects.OfType<CoordinatorEffect.Note>().Single().Details["kind"]);
        Assert.Empty(run.Done(plans[0].Key));
        Assert.Empty(run.Pull(1));
        Assert.Empty(run.State.On(new CoordinatorInput.Broke(FailureKind.Routes, "drawing", cause)));
    }

    [Fact]
    public void What_breaks_at_an_expert_ends_the_run_unless_another_epoch_is_being_opened()
    {
        var broken = new ExpertEvents.Broken(Experts[0], 0, 1, FailureKind.Growth, "offering its state", new IOException("gone"));
        var sound = new CoordinatorScript();
        sound.Begin();
        Assert.Equal(RunEnd.Failed, Outcome(sound.State.On(broken)).End);

        var losing = new CoordinatorScript();
        losing.Begin(Home, "other");
        losing.State.On(new CoordinatorInput.NodeGone("other", "killed"));
        Assert.Empty(losing.State.On(broken));
        losing.GoOn(losing.Open(1));
        Assert.Empty(losing.State.On(broken));
        Assert.Equal(RunPhase.Drawing, losing.State.Phase);
    }

    [Fact]
    public void Stays_over_when_what_it_waited_for_between_steps_comes_after_all()
    {
        var settings = SmallRun.Settings() with { CheckpointEvery = 1 };
        var saving = new CoordinatorScript(settings);
        saving.Running();
        var full = new CheckpointException("disk full");
        saving.State.On(new CoordinatorInput.Broke(FailureKind.Checkpoint, "saving", full));

        Assert.Empty(saving.State.On(new CoordinatorInput.CheckpointWritten(0, 0)));
        Assert.Empty(saving.State.On(new CoordinatorInput.Evaluated(0, 0)));
        Assert.Empty(saving.State.On(new CoordinatorInput.Grown(settings.Stages[0], 0)));
        Assert.Equal(RunPhase.Over, saving.State.Phase);
    }
}
