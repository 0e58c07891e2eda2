using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Xunit;
using static Moe.Unit.Specs.Actors.Expert.ExpertScript;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ExpertEpochSpecs
{
    private readonly ExpertScript expert = new();

    [Fact]
    public void Says_that_it_holds_nothing_when_it_is_new()
    {
        var anew = new ExpertScript(begun: false);

        Assert.Equal([Ready(3, null)], Replies(anew.Announce(epoch: 3)));
        Assert.Equal(ExpertState.NoVersion, anew.State.Version);
    }

    [Fact]
    public void Takes_no_work_before_the_state_of_its_epoch_is_in_place()
    {
        expert.Announce(epoch: 1);

        Assert.Empty(expert.Forward(Key(0) with { Epoch = 1 }));
        Assert.Empty(expert.Prepare(1, epoch: 1));
        Assert.Empty(expert.Void(epoch: 1));
        Assert.Empty(expert.Snapshot(epoch: 1));
        expert.Restore(1, 0, StateSource.Own);
        Assert.NotEmpty(expert.Forward(Key(0) with { Epoch = 1 }));
    }

    [Fact]
    public void Drops_and_counts_whatever_comes_of_an_older_epoch()
    {
        expert.Announce(epoch: 2);
        expert.Restore(2, 0, StateSource.Own);

        Assert.Empty(expert.Announce(epoch: 1));
        Assert.Empty(expert.Restore(1, 0, StateSource.Initial));
        Assert.Empty(expert.Forward(Key(0)));
        Assert.Empty(expert.Prepare(1));
        Assert.Empty(expert.Apply());
        Assert.Empty(expert.Snapshot());
        Assert.Empty(expert.TakeState());
        Assert.Equal(7, expert.State.StaleMessages);
    }

    [Fact]
    public void Answers_a_new_epoch_only_when_nothing_of_the_old_one_runs()
    {
        expert.Compute(Key(0));
        expert.Forward(Key(1), after: 0);

        Assert.Empty(expert.Announce(epoch: 1));
        Assert.Equal([new ExpertEffect.Drop(Key(0))], expert.Added(Key(0)));
        Assert.Equal([Ready(1, 0)], Replies(expert.ForwardDone(Key(1))));
        Assert.Equal(0, expert.State.OpenMicroBatches);
    }

    [Fact]
    public void Adds_a_micro_batch_of_the_old_epoch_again_in_the_new_one()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.Announce(epoch: 1);
        expert.Restore(1, 0, StateSource.Own);

        var key = Key(0) with { Epoch = 1 };
        Assert.Contains(new ExpertEffect.Add(key, ExpertScript.Id, Overwrite: true), expert.Compute(key));
    }

    [Fact]
    public void Counts_an_update_that_was_running_when_the_epoch_came()
    {
        Prepared();
        expert.Apply();

        Assert.Empty(expert.Announce(epoch: 1));
        Assert.Equal([Ready(1, 1)], Replies(expert.Updated()));
    }

    [Fact]
    public void Does_not_apply_a_commit_that_waits_for_a_copy_when_the_epoch_comes()
    {
        Prepared();
        expert.Snapshot();
        expert.Apply();
        expert.Announce(epoch: 1);

        var effects = expert.Copied();

        Assert.Equal([Ready(1, 0)], Replies(effects));
        Assert.DoesNotContain(effects, effect => effect is ExpertEffect.Update);
    }

    [Fact]
    public void Copies_its_state_before_it_updates()
    {
        Prepared();
        Assert.IsType<ExpertEffect.Copy>(Assert.Single(expert.Snapshot()));
        Assert.Empty(expert.Apply());

        Assert.Equal([new ExpertEffect.Update(0, 0.5, 0.1)], expert.Copied());
        Assert.Empty(expert.Snapshot());
    }

    [Fact]
    public void Goes_on_from_what_it_holds_when_that_is_the_version_chosen()
    {
        var old = new ExpertScript(version: 4);
        old.Announce(epoch: 1);

        Assert.Equal([new ExpertEvents.Restored(Id, 1, 4)], Replies(old.Restore(1, 4, StateSource.Own)));
        Assert.Equal([new ExpertEvents.Restored(Id, 1, 4)], Replies(old.Restore(1, 4, StateSource.Own)));
    }

    [Fact]
    public void Says_that_it_cannot_go_on_from_a_version_it_does_not_hold()
    {
        var old = new ExpertScript(version: 4);
        old.Announce(epoch: 1);

        var answer = Assert.IsType<ExpertEvents.NotRestored>(Assert.Single(Replies(old.Restore(1, 3, StateSource.Own))));
        Assert.Equal((1, 3), (answer.Epoch, answer.Step));
        Assert.Empty(old.Forward(Key(0, step: 4) with { Epoch = 1 }));
    }

    [Fact]
    public void Takes_over_a_snapshot_and_is_at_its_version_then()
    {
        expert.Announce(epoch: 1);

        Assert.IsType<ExpertEffect.Load>(Assert.Single(expert.Restore(1, 7, StateSource.Snapshot)));
        Assert.Empty(expert.Restore(1, 7, StateSource.Snapshot));
        Assert.Equal([new ExpertEvents.Restored(Id, 1, 7)], Replies(expert.Loaded(7)));
        Assert.Equal(7, expert.State.Version);
    }

    [Fact]
    public void Holds_nothing_when_a_snapshot_could_not_be_had()
    {
        expert.Announce(epoch: 1);
        expert.Restore(1, 7, StateSource.Snapshot);

        var answer = expert.State.On(new ExpertInput.NotLoaded("its keeper has gone"));

        Assert.Equal([new ExpertEvents.NotRestored(Id, 1, 7, "its keeper has gone")], Replies(answer));
        Assert.Equal([Ready(2, null)], Replies(expert.Announce(epoch: 2)));
    }

    [Fact]
    public void Waits_for_a_state_on_its_way_when_yet_another_epoch_comes()
    {
        expert.Announce(epoch: 1);
        expert.Restore(1, 7, StateSource.Checkpoint);

        Assert.Empty(expert.Announce(epoch: 2));
        Assert.Equal([Ready(2, 7)], Replies(expert.Loaded(7)));
    }

    [Fact]
    public void Holds_no_version_once_it_has_taken_a_siblings_state_until_the_step_ends()
    {
        expert.Answered(expert.TakeState(), new ExpertEvents.StateTaken(Id, 0, 0));
        Assert.Empty(expert.Snapshot());
        Assert.Equal([Ready(1, null)], Replies(expert.Announce(epoch: 1)));

        var other = new ExpertScript();
        other.Answered(other.TakeState(), new ExpertEvents.StateTaken(Id, 0, 0));
        other.Void();
        Assert.Equal([Ready(1, 1)], Replies(other.Announce(epoch: 1)));
    }

    [Fact]
    public void Takes_a_siblings_state_once_however_often_it_is_told()
    {
        var asked = expert.TakeState();
        Assert.Empty(expert.TakeState());
        expert.Answered(asked, new ExpertEvents.StateTaken(Id, 0, 0));

        var again = expert.TakeState();

        Assert.Equal([new ExpertEvents.StateTaken(Id, 0, 0)], Replies(again));
        Assert.DoesNotContain(again, effect => effect is ExpertEffect.Do);
    }

    [Fact]
    public void Writes_its_part_of_a_checkpoint_once_an_epoch_however_often_it_is_told()
    {
        var saved = new ExpertEvents.PartSaved(Id, 0, 0, new PartRecord("encoder.0.1.safetensors", 8, "hash"));
        expert.Answered(expert.SavePart(), saved);

        var again = expert.SavePart();

        Assert.Equal([saved], Replies(again));
        Assert.DoesNotContain(again, effect => effect is ExpertEffect.Do);
        expert.Announce(epoch: 1);
        expert.Restore(1, 0, StateSource.Own);
        Assert.Contains(expert.SavePart(epoch: 1), effect => effect is ExpertEffect.Do);
    }

    private static ExpertEvents.Ready Ready(long epoch, long? version) => new(Id, epoch, Node, Incarnation, version);

    private void Prepared()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.Prepare(1);
        expert.Measured();
    }
}
