using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Xunit;
using static Moe.Unit.Specs.Actors.Expert.ExpertScript;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ExpertStateSpecs
{
    private readonly ExpertScript expert = new();

    [Fact]
    public void Computes_what_it_is_asked_for_and_answers_the_one_who_asked()
    {
        var run = Assert.IsType<ExpertEffect.Run>(Assert.Single(expert.Forward(Key(0))));
        Assert.Equal((Key(0), "forward"), (run.Key, run.Operation.Name));

        var reply = Assert.IsType<ExpertEffect.Reply>(Assert.Single(expert.ForwardDone(Key(0))));
        Assert.Equal("router", reply.To);
        Assert.Equal("forward", Assert.IsType<ExpertEvents.Computed>(reply.Message).Operation);
    }

    [Fact]
    public void Adds_gradients_in_the_planned_order_whatever_the_order_of_arrival()
    {
        Assert.DoesNotContain(expert.Compute(Key(2), after: 1), effect => effect is ExpertEffect.Add);
        Assert.Contains(new ExpertEffect.Add(Key(0), ExpertScript.Id, Overwrite: true), expert.Compute(Key(0)));
        Assert.DoesNotContain(expert.Compute(Key(1), after: 0), effect => effect is ExpertEffect.Add);

        Assert.Equal([new ExpertEffect.Add(Key(1), ExpertScript.Id, Overwrite: false)], expert.Added(Key(0)));
        Assert.Equal([new ExpertEffect.Add(Key(2), ExpertScript.Id, Overwrite: false)], expert.Added(Key(1)));
        Assert.Empty(expert.Added(Key(2)));
    }

    [Fact]
    public void Does_not_compute_a_running_operation_twice()
    {
        expert.Forward(Key(0));

        Assert.Empty(expert.Forward(Key(0)));
        Assert.Equal(1, expert.State.StaleMessages);
    }

    [Fact]
    public void Says_that_a_result_once_given_away_is_gone()
    {
        expert.Forward(Key(0));
        expert.ForwardDone(Key(0));

        var failed = Assert.IsType<ExpertEvents.Failed>(Assert.Single(Replies(expert.Forward(Key(0)))));
        Assert.Contains("no longer holds", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Frees_a_try_that_failed_and_says_why()
    {
        expert.Forward(Key(0));

        var effects = expert.Failed(Key(0), "forward");

        Assert.Contains(new ExpertEffect.Drop(Key(0)), effects);
        Assert.Equal("out of memory", Assert.IsType<ExpertEvents.Failed>(Assert.Single(Replies(effects))).Reason);
        Assert.Equal(0, expert.State.OpenMicroBatches);
    }

    [Fact]
    public void Does_not_begin_a_failed_try_again_when_its_request_comes_late()
    {
        expert.Forward(Key(0));
        expert.ForwardDone(Key(0));
        expert.Backward(Key(0));
        expert.Forward(Key(0, attempt: 1));
        expert.Failed(Key(0, attempt: 1), "forward");

        Assert.Empty(expert.Forward(Key(0)));
        Assert.IsType<ExpertEvents.Failed>(Assert.Single(Replies(expert.Forward(Key(0, attempt: 1)))));
    }

    [Fact]
    public void Frees_the_earlier_try_when_a_later_one_begins()
    {
        expert.Forward(Key(0));
        expert.ForwardDone(Key(0));

        var effects = expert.Forward(Key(0, attempt: 1));

        Assert.Equal([new ExpertEffect.Drop(Key(0))], effects.OfType<ExpertEffect.Drop>());
        Assert.Equal([Key(0, 1)], effects.OfType<ExpertEffect.Run>().Select(run => run.Key));
    }

    [Fact]
    public void Waits_for_a_running_operation_before_it_frees_its_try()
    {
        expert.Forward(Key(0));

        Assert.DoesNotContain(expert.Forward(Key(0, attempt: 1)), effect => effect is ExpertEffect.Drop);
        Assert.Equal([new ExpertEffect.Drop(Key(0))], expert.ForwardDone(Key(0)));
    }

    [Fact]
    public void Drops_requests_of_an_earlier_try_and_of_another_step()
    {
        expert.Forward(Key(0, attempt: 1));

        Assert.Empty(expert.Forward(Key(0)));
        Assert.Empty(expert.Forward(Key(1, step: 1)));
        Assert.Equal(2, expert.State.StaleMessages);
    }

    [Fact]
    public void Adds_nothing_for_a_later_try_of_what_is_added()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));

        var effects = expert.Compute(Key(0, attempt: 1));

        Assert.DoesNotContain(effects, effect => effect is ExpertEffect.Add);
        Assert.Contains(new ExpertEffect.Drop(Key(0, 1)), effects);
        Assert.IsType<ExpertEvents.Computed>(Assert.Single(Replies(effects)));
    }

    [Fact]
    public void Adds_nothing_for_a_later_try_while_an_earlier_one_is_being_added()
    {
        expert.Compute(Key(0));
        var effects = expert.Compute(Key(0, attempt: 1)).Concat(expert.Added(Key(0)));

        Assert.DoesNotContain(effects, effect => effect is ExpertEffect.Add);
        Assert.Single(expert.Prepare(1), effect => effect is ExpertEffect.Measure);
    }

    [Fact]
    public void Adds_nothing_for_a_third_try_when_the_first_was_added_and_the_second_failed()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.Forward(Key(0, attempt: 1));
        expert.Failed(Key(0, attempt: 1), "forward");

        Assert.DoesNotContain(expert.Compute(Key(0, attempt: 2)), effect => effect is ExpertEffect.Add);
    }

    [Fact]
    public void Lets_a_later_try_take_the_place_of_one_that_waits_for_its_turn()
    {
        expert.Compute(Key(1), after: 0);
        expert.Compute(Key(1, attempt: 1), after: 0);
        expert.Compute(Key(0));

        Assert.Equal([new ExpertEffect.Add(Key(1, 1), ExpertScript.Id, Overwrite: false)], expert.Added(Key(0)));
    }
}
