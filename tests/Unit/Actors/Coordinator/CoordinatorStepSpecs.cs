using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Model;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class CoordinatorStepSpecs
{
    private readonly CoordinatorScript run = new();

    [Fact]
    public void Draws_the_first_step_once_every_expert_is_up()
    {
        var effects = run.Begin();

        Assert.Equal(["started", "stage"], Notes(effects));
        Assert.Equal(0, effects.OfType<CoordinatorEffect.Draw>().Single().Step);
        Assert.Equal(RunPhase.Drawing, run.State.Phase);
    }

    [Fact]
    public void Hands_micro_batches_to_whoever_asks_and_as_many_as_it_asks_for()
    {
        run.Begin();
        run.Pull(1, "early");
        var plans = Plans(0);

        var drawn = run.State.On(new CoordinatorInput.Drawn(0, 0, plans));

        Assert.Equal([new CoordinatorEffect.Assign("early", plans[0])], drawn);
        Assert.Equal([new CoordinatorEffect.Assign("late", plans[1])], run.Pull(3, "late"));
        Assert.Empty(run.Pull(1, "early"));
    }

    [Fact]
    public void Asks_exactly_the_experts_that_took_part_to_measure_what_reached_them()
    {
        var plans = run.Running();

        Assert.Empty(run.Done(plans[1].Key));
        var effects = run.Done(plans[0].Key);

        var shape = SmallRun.Shape;
        Assert.Equal(
            [
                (ExpertId.Vocabulary, 2), (shape.At(0, 0), 1), (shape.At(0, 1), 1), (shape.At(1, 0), 1),
                (shape.At(1, 1), 1), (shape.At(2, 0), 1), (shape.At(3, 0), 1),
            ],
            effects.OfType<CoordinatorEffect.Prepare>().Select(prepare => (prepare.Expert, prepare.MicroBatches)));
        var reports = effects.OfType<CoordinatorEffect.MeasureRoutes>().Single().Reports;
        Assert.Equal([0, 1], reports.Select(report => report.Key.Index));
    }

    [Fact]
    public void Forms_one_clip_factor_of_all_norms_and_drops_nothing_to_those_untouched()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);
        var effects = run.Prepared(run.Done(plans[1].Key), norm: 1);

        var expected = 0.1 / (Math.Sqrt(8) + 1e-6);
        var commits = Told<ExpertCommands.Commit>(effects).ToArray();
        Assert.Equal(Experts, commits.Select(commit => commit.Expert));
        Assert.All(commits, commit => Assert.Equal(expected, commit.Clip, 1e-12));
        Assert.Equal([SmallRun.Shape.At(2, 1), SmallRun.Shape.At(3, 1)],
            commits.Where(commit => !commit.Apply).Select(commit => commit.Expert));
        Assert.True(effects.OfType<CoordinatorEffect.CommitRoutes>().Single().Apply);
    }

    [Fact]
    public void Divides_by_the_steps_label_tokens_when_the_loss_is_a_mean()
    {
        var settings = SmallRun.Settings();
        var mean = new CoordinatorScript(settings with
        {
            Optimization = settings.Optimization with { MeanLoss = true, MaxGradientNorm = 0 },
        });
        var plans = mean.Running();
        mean.Done(plans[0].Key);

        var effects = mean.Prepared(mean.Done(plans[1].Key));

        Assert.All(Told<ExpertCommands.Commit>(effects), commit => Assert.Equal(1.0 / 8, commit.Clip, 1e-12));
    }

    [Fact]
    public void Records_the_step_and_goes_on_when_everyone_has_ended_it()
    {
        var plans = run.Running();
        run.Done(plans[0].Key, 1, 2);
        run.Prepared(run.Done(plans[1].Key, 3, 4));
        var effects = run.Committed();

        var record = Record(effects);
        Assert.True(record.Committed);
        Assert.Equal((10.0, 8, 20), (record.Loss, record.TargetTokens, record.Tokens));
        Assert.Equal((2, 7), (record.MicroBatches, record.Experts));
        Assert.Equal((4.0, 4), record.ByTask["first"]);
        Assert.Equal((6.0, 4), record.ByTask["second"]);
        Assert.Equal([new CoordinatorEffect.ForgetStep(0, 0)], effects.OfType<CoordinatorEffect.ForgetStep>());
        Assert.Equal(1, effects.OfType<CoordinatorEffect.Draw>().Single().Step);
        Assert.Equal(1, run.Step);
    }

    [Fact]
    public void Waits_for_every_answer_and_counts_each_once()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);
        run.Done(plans[1].Key);
        for (var i = 0; i < 20; i++) Assert.Empty(run.State.On(new ExpertEvents.Prepared(ExpertId.Vocabulary, 0, 0, 1)));
        Assert.Empty(run.State.On(new CoordinatorInput.RoutesMeasured(0, 0, 1)));
        Assert.Equal(RunPhase.Preparing, run.State.Phase);
    }

    [Fact]
    public void Drops_and_counts_what_belongs_to_another_step_phase_or_try()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);

        Assert.Empty(run.Done(plans[0].Key));
        Assert.Empty(run.Done(plans[1].Key with { Attempt = 1 }));
        Assert.Empty(run.Done(plans[1].Key with { Step = 7 }));
        Assert.Empty(run.Failed(plans[0].Key));
        Assert.Empty(run.State.On(new CoordinatorInput.Drawn(0, 0, plans)));
        Assert.Empty(run.State.On(new ExpertEvents.Prepared(ExpertId.Vocabulary, 0, 0, 1)));
        Assert.Empty(run.State.On(new ExpertEvents.Committed(ExpertId.Vocabulary, 0, 0, 1)));
        Assert.Equal(7, run.State.StaleMessages);
    }
}
