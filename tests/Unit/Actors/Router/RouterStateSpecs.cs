using Moe.Actors.Messages;
using Moe.Actors.Router;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Router;

public sealed class RouterStateSpecs
{
    private static readonly ExpertId EncoderA = new(ExpertKind.Encoder, 0, 0);
    private static readonly ExpertId EncoderB = new(ExpertKind.Encoder, 0, 1);
    private static readonly ExpertId Decoder = new(ExpertKind.Decoder, 0, 1);
    private static readonly IReadOnlyList<IReadOnlyList<ExpertId>> Rows = [[EncoderB, EncoderA], [Decoder]];

    private readonly RouterState router = Begun();

    [Fact]
    public void Asks_for_as_much_work_as_it_holds_when_it_starts() =>
        Assert.Equal([new RouterEffect.Pull("node", 3, -1)], new RouterState("node", JourneyStop.Through(1, 1), slots: 3).Start());

    [Fact]
    public void Takes_a_micro_batch_from_stop_to_stop_and_reports_it()
    {
        var plan = Assign();
        var stops = new List<JourneyStop>();
        IReadOnlyList<RouterEffect> effects = [new RouterEffect.Deal(plan.Key, JourneyStop.Through(1, 1)[0])];
        while (effects[0] is RouterEffect.Deal deal)
        {
            stops.Add(deal.Stop);
            foreach (var ask in router.On(new RouterInput.Dealt(plan.Key)).Cast<RouterEffect.Ask>())
                effects = router.On(Answer(plan.Key, ask.Expert, deal.Stop));
            Assert.Equal([new RouterEffect.Combine(plan.Key, deal.Stop)], effects);
            effects = router.On(new RouterInput.Combined(plan.Key));
        }

        Assert.Equal(JourneyStop.Through(1, 1), stops);
        Assert.Equal([new RouterEffect.Report(plan.Key)], effects);
        Assert.Equal(0, router.OnTheWay);
    }

    [Fact]
    public void Waits_for_every_expert_of_a_stop()
    {
        var plan = AtTheEncoder();
        var stop = new JourneyStop(StopKind.Layer);

        var asked = router.On(new RouterInput.Dealt(plan.Key)).Cast<RouterEffect.Ask>().Select(ask => ask.Expert);

        Assert.Equal([EncoderA, EncoderB], asked);
        Assert.Empty(router.On(Answer(plan.Key, EncoderB, stop)));
        Assert.Empty(router.On(Answer(plan.Key, EncoderB, stop)));
        Assert.Equal([new RouterEffect.Combine(plan.Key, stop)], router.On(Answer(plan.Key, EncoderA, stop)));
        Assert.Equal(1, router.StaleMessages);
    }

    [Fact]
    public void Does_not_take_an_answer_of_an_earlier_stop_for_a_later_one()
    {
        var plan = AtTheEncoder();
        router.On(new RouterInput.Dealt(plan.Key));
        router.On(Answer(plan.Key, EncoderA, new JourneyStop(StopKind.Layer)));
        router.On(Answer(plan.Key, EncoderB, new JourneyStop(StopKind.Layer)));
        router.On(new RouterInput.Combined(plan.Key));
        router.On(new RouterInput.Dealt(plan.Key));

        var late = Answer(plan.Key, ExpertId.Vocabulary, new JourneyStop(StopKind.EmbedSource));

        Assert.False(router.Expects(late));
        Assert.Empty(router.On(late));
        Assert.NotEmpty(router.On(Answer(plan.Key, ExpertId.Vocabulary, new JourneyStop(StopKind.EmbedTarget))));
    }

    [Fact]
    public void Gives_up_a_micro_batch_once()
    {
        var plan = AtTheEncoder();
        router.On(new RouterInput.Dealt(plan.Key));

        Assert.Equal([new RouterEffect.GiveUp(plan.Key, "out of memory", Lost: false)],
            router.On(new ExpertEvents.Failed(EncoderA, plan.Key, "forward", "out of memory")));
        Assert.Empty(router.On(new ExpertEvents.Failed(EncoderB, plan.Key, "forward", "out of memory")));
        Assert.Empty(router.On(Answer(plan.Key, EncoderB, new JourneyStop(StopKind.Layer))));
        Assert.Empty(router.On(new RouterInput.Combined(plan.Key)));
        Assert.Empty(router.On(new RouterInput.Dealt(plan.Key)));
        Assert.Equal(0, router.OnTheWay);
    }

    [Fact]
    public void Gives_up_what_throws_at_the_router_itself()
    {
        var plan = Assign();

        var effects = router.On(new RouterInput.Threw(plan.Key, "shape"));

        Assert.Equal([new RouterEffect.GiveUp(plan.Key, "shape", Lost: false)], effects);
    }

    [Fact]
    public void Takes_a_later_try_after_it_gave_up_an_earlier_one()
    {
        var plan = Assign();
        router.On(new RouterInput.Threw(plan.Key, "shape"));

        Assert.NotEmpty(router.On(new RouterCommands.Assign(plan with { Key = plan.Key with { Attempt = 1 } }), Rows));
        Assert.Empty(router.On(new RouterInput.Dealt(plan.Key)));
        Assert.Equal(1, router.OnTheWay);
    }

    [Fact]
    public void Ignores_an_assignment_it_already_works_on()
    {
        var plan = Assign();

        Assert.Empty(router.On(new RouterCommands.Assign(plan), Rows));
        Assert.Equal(1, router.StaleMessages);
    }

    [Fact]
    public void Forgets_old_steps_only()
    {
        var old = Assign(step: 3, index: 0);
        Assign(step: 3, index: 1);
        var next = Assign(step: 4);

        var effects = router.On(new RouterCommands.Forget(0, 3));

        Assert.Equal(2, effects.OfType<RouterEffect.Drop>().Count());
        Assert.Contains(new RouterEffect.Drop(old.Key), effects);
        Assert.Equal(1, router.OnTheWay);
        Assert.NotEmpty(router.On(new RouterInput.Dealt(next.Key)));
        Assert.Empty(router.On(new RouterCommands.Forget(0, 3)));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 8)]
    [InlineData(3, 32)]
    [InlineData(9, 64)]
    public void Asks_again_for_what_made_no_progress_and_is_more_patient_with_every_try(int attempt, int ticks)
    {
        var plan = AtTheEncoder(attempt);
        router.On(new RouterInput.Dealt(plan.Key));
        router.On(Answer(plan.Key, EncoderA, new JourneyStop(StopKind.Layer)));
        var pull = new RouterEffect.Pull("node", 3, 0);

        for (var tick = 1; tick < ticks; tick++) Assert.Equal([pull], router.On(new RouterInput.Tick()));
        var again = new RouterEffect.AskAgain(plan.Key, new JourneyStop(StopKind.Layer), EncoderB);
        Assert.Equal([again, pull], router.On(new RouterInput.Tick()));
        Assert.Equal([pull], router.On(new RouterInput.Tick()));
    }

    [Fact]
    public void Pulls_at_every_tick_even_when_it_is_full()
    {
        for (var step = 0; step < 3; step++) Assign(step);

        Assert.Contains(new RouterEffect.Pull("node", 3, 0), router.On(new RouterInput.Tick()));
    }

    [Fact]
    public void Reports_again_what_it_has_reported_until_the_step_is_forgotten()
    {
        var plan = SmallRun.Plans(0, [EncoderA, Decoder])[0];
        router.On(new RouterCommands.Assign(plan), Rows);
        foreach (var stop in JourneyStop.Through(1, 1))
        {
            foreach (var ask in router.On(new RouterInput.Dealt(plan.Key)).Cast<RouterEffect.Ask>())
                router.On(Answer(plan.Key, ask.Expert, stop));
            router.On(new RouterInput.Combined(plan.Key));
        }

        Assert.Equal([new RouterEffect.Report(plan.Key)], router.On(new RouterCommands.Assign(plan), Rows));
        Assert.Equal([new RouterEffect.Drop(plan.Key)], router.On(new RouterCommands.Forget(0, 0)));
    }

    [Fact]
    public void Drops_what_belongs_to_an_older_epoch_and_takes_no_work_of_it()
    {
        var old = Assign();
        var experts = new Dictionary<ExpertId, object>();

        Assert.Equal([new RouterEffect.Drop(old.Key), new RouterEffect.UseExperts(experts), new RouterEffect.Pull("node", 3, 1)],
            router.On(new RouterCommands.Begin(1, experts)));
        Assert.Equal([new RouterEffect.Pull("node", 3, 1)], router.On(new RouterCommands.Assign(old), Rows));
        Assert.Empty(router.On(new RouterCommands.Begin(0, experts)));
        Assert.Empty(router.On(new RouterCommands.Forget(0, 9)));
    }

    private static RouterState Begun()
    {
        var begun = new RouterState("node", JourneyStop.Through(1, 1), slots: 3);
        begun.On(new RouterCommands.Begin(0, new Dictionary<ExpertId, object>()));
        return begun;
    }

    private MicroBatchPlan Assign(long step = 0, int index = 0, int attempt = 0)
    {
        var plan = SmallRun.Plans(step, [EncoderA, EncoderB, Decoder], [EncoderA, EncoderB, Decoder])[index];
        plan = plan with { Key = plan.Key with { Attempt = attempt } };
        var effects = router.On(new RouterCommands.Assign(plan), Rows);
        var first = new RouterEffect.Deal(plan.Key, new JourneyStop(StopKind.EmbedSource));
        Assert.Equal([new RouterEffect.Begin(plan), first], effects);
        return plan;
    }

    private MicroBatchPlan AtTheEncoder(int attempt = 0)
    {
        var plan = Assign(attempt: attempt);
        router.On(new RouterInput.Dealt(plan.Key));
        router.On(Answer(plan.Key, ExpertId.Vocabulary, new JourneyStop(StopKind.EmbedSource)));
        router.On(new RouterInput.Combined(plan.Key));
        return plan;
    }

    private static ExpertEvents.Computed Answer(MicroBatchKey key, ExpertId expert, JourneyStop stop) =>
        new(expert, key, stop.Operation, FakeOperations.Result);
}
