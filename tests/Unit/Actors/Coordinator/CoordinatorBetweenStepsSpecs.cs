using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorBetweenStepsSpecs
{
    [Fact]
    public void Scores_then_saves_then_grows_before_the_step_of_a_new_stage()
    {
        var grown = SmallRun.Stage("second", 2) with { GrowWithNoise = 0.01 };
        var run = Begun(SmallRun.Settings(SmallRun.Stage("first", 1), grown) with
        {
            CheckpointEvery = 1,
            Evaluation = new EvaluationSettings { Every = 1 },
        });

        Assert.IsType<CoordinatorEffect.Evaluate>(run.WholeStep()[^1]);
        Assert.IsType<CoordinatorEffect.Checkpoint>(run.Evaluated()[^1]);
        var grow = Assert.IsType<CoordinatorEffect.Grow>(run.CheckpointWritten()[^1]);
        Assert.Equal(("second", 1, 0.01), (grow.Stage.Name, grow.Step, grow.Noise));
        Assert.IsType<CoordinatorEffect.Draw>(run.State.On(new CoordinatorInput.Grown(grow.Stage, 0))[^1]);
    }

    [Fact]
    public void Finishes_after_the_last_step_with_a_checkpoint_of_it()
    {
        var run = Begun(SmallRun.Settings(SmallRun.Stage("only", 2)));
        Assert.IsType<CoordinatorEffect.Draw>(run.WholeStep()[^1]);

        Assert.Equal(new CoordinatorEffect.Checkpoint(2), run.WholeStep()[^1]);
        var outcome = Outcome(run.CheckpointWritten());
        Assert.Equal(new RunOutcome(RunEnd.Finished, 2), outcome);
    }

    [Fact]
    public void Grants_a_wish_to_stop_after_the_running_step_and_a_checkpoint()
    {
        var run = Begun(SmallRun.Settings());

        Assert.Empty(run.State.On(new CoordinatorCommands.Stop()));
        Assert.Equal(new CoordinatorEffect.Checkpoint(1), run.WholeStep()[^1]);
        var outcome = Outcome(run.CheckpointWritten());
        Assert.Equal(new RunOutcome(RunEnd.Stopped, 1), outcome);
    }

    [Fact]
    public void Writes_a_checkpoint_for_who_asks_to_stop_while_tasks_are_scored()
    {
        var run = Begun(SmallRun.Settings() with { Evaluation = new EvaluationSettings { Every = 1 } });
        Assert.IsType<CoordinatorEffect.Evaluate>(run.WholeStep()[^1]);
        run.State.On(new CoordinatorCommands.Stop());

        Assert.Equal([new CoordinatorEffect.Checkpoint(1)], run.Evaluated());
        Assert.Equal(RunEnd.Stopped, Outcome(run.CheckpointWritten()).End);
    }

    [Fact]
    public void Does_not_write_the_same_checkpoint_twice_for_who_asks_to_stop()
    {
        var run = Begun(SmallRun.Settings() with
        {
            CheckpointEvery = 1,
            Evaluation = new EvaluationSettings { Every = 1 },
        });
        run.WholeStep();
        run.Evaluated();
        run.State.On(new CoordinatorCommands.Stop());

        Assert.Equal(RunEnd.Stopped, Outcome(run.CheckpointWritten()).End);
        Assert.Empty(run.CheckpointWritten());
    }

    [Fact]
    public void Goes_on_from_a_later_step_without_repeating_its_stages_beginning()
    {
        var grown = SmallRun.Stage("second", 2) with { GrowWithNoise = 0 };
        var settings = SmallRun.Settings(SmallRun.Stage("first", 2), grown);
        var within = new CoordinatorScript(settings, firstStep: 3).Begin();

        Assert.Equal(["resumed"], Notes(within));
        Assert.IsType<CoordinatorEffect.Draw>(within[^1]);
        Assert.IsType<CoordinatorEffect.Grow>(new CoordinatorScript(settings, firstStep: 2).Begin()[^1]);
    }

    [Fact]
    public void Drops_the_end_of_something_that_no_longer_runs()
    {
        var run = Begun(SmallRun.Settings());

        Assert.Empty(run.State.On(new CoordinatorInput.CheckpointWritten(0, 0)));
        Assert.Empty(run.State.On(new CoordinatorInput.Evaluated(0, 0)));
        Assert.Equal(2, run.State.StaleMessages);
    }

    private static CoordinatorScript Begun(TrainingSettings settings)
    {
        var run = new CoordinatorScript(settings);
        run.Begin();
        return run;
    }
}
