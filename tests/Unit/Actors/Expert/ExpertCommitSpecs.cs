using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Xunit;
using static Moe.Unit.Specs.Actors.Expert.ExpertScript;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ExpertCommitSpecs
{
    private readonly ExpertScript expert = new();

    [Fact]
    public void Measures_once_everything_counted_is_added_when_Prepare_comes_early()
    {
        Assert.Empty(expert.Prepare(2));
        expert.Compute(Key(0));
        Assert.Empty(expert.Added(Key(0)));
        expert.Compute(Key(1), after: 0);

        Assert.Equal([new ExpertEffect.Measure(0, null, 2)], expert.Added(Key(1)));
    }

    [Fact]
    public void Measures_once_however_often_Prepare_comes()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));

        Assert.Single(expert.Prepare(1));
        Assert.Empty(expert.Prepare(1));
        Assert.Equal([new ExpertEvents.Prepared(Id, 0, 0, 4)], Replies(expert.Measured()));
        Assert.Equal([new ExpertEvents.Prepared(Id, 0, 0, 4)], Replies(expert.Prepare(1)));
    }

    [Fact]
    public void Applies_a_step_once_and_answers_every_Commit_of_it()
    {
        Prepared();

        Assert.Equal([new ExpertEffect.Update(0, 0.5, 0.1)], expert.Apply());
        Assert.Empty(expert.Apply());
        Assert.Equal([new ExpertEvents.Committed(Id, 0, 0, 1)], Replies(expert.Updated()));
        Assert.Equal([new ExpertEvents.Committed(Id, 0, 0, 1)], Replies(expert.Apply()));
        Assert.Equal(1, expert.State.Version);
    }

    [Fact]
    public void Drops_what_belongs_to_a_step_long_past_or_yet_to_come()
    {
        Prepared();
        expert.Apply();
        expert.Updated();
        expert.Void(step: 1);
        var before = expert.State.StaleMessages;

        Assert.Empty(expert.Apply(step: 0));
        Assert.Empty(expert.Apply(step: 5));
        Assert.Empty(expert.Prepare(1, step: 0));
        Assert.Empty(expert.Forward(Key(0)));
        Assert.Equal(before + 4, expert.State.StaleMessages);
    }

    [Fact]
    public void Moves_its_version_on_without_an_update_when_a_step_did_not_touch_it()
    {
        Assert.Equal([new ExpertEvents.Committed(Id, 0, 0, 1)], Replies(expert.Void()));
        Assert.Equal(1, expert.State.Version);
    }

    [Fact]
    public void Ends_a_voided_step_only_when_nothing_of_it_runs()
    {
        expert.Compute(Key(0));
        expert.Forward(Key(1), after: 0);
        expert.Forward(Key(2), after: 1);
        expert.ForwardDone(Key(2));

        Assert.Equal([new ExpertEffect.Drop(Key(2))], expert.Void());
        Assert.Equal([new ExpertEffect.Drop(Key(0))], expert.Added(Key(0)));
        Assert.Equal([new ExpertEvents.Committed(Id, 0, 0, 1)], Replies(expert.Failed(Key(1), "forward")));
        Assert.Equal(1, expert.State.Version);
    }

    [Fact]
    public void Takes_no_work_while_a_step_ends()
    {
        expert.Forward(Key(0));
        expert.Void();

        Assert.Empty(expert.Forward(Key(1)));
        Assert.Equal([new ExpertEvents.Committed(Id, 0, 0, 1)], Replies(expert.ForwardDone(Key(0))));
    }

    [Fact]
    public void Overwrites_the_buffer_again_in_the_step_after_a_voided_one()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.Void();

        Assert.Contains(new ExpertEffect.Add(Key(0, step: 1), ExpertScript.Id, Overwrite: true), expert.Compute(Key(0, step: 1)));
    }

    private void Prepared()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.Prepare(1);
        expert.Measured();
    }
}
