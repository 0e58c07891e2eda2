using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Xunit;
using static Moe.Unit.Specs.Actors.Coordinator.CoordinatorScript;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>Whatever is lost on the way is asked for again, in every phase, and only what has not come.</summary>
public sealed class CoordinatorTickSpecs
{
    private readonly CoordinatorScript run = new();

    [Fact]
    public void Asks_for_nothing_while_things_come_in()
    {
        run.Running();

        Assert.Empty(run.Tick());
        Assert.NotEmpty(run.Tick());
    }

    [Fact]
    public void Announces_the_epoch_again_to_experts_and_nodes_that_have_not_answered()
    {
        run.State.Start();
        run.Open(0);
        var placed = Placed(run.Present(Home));
        foreach (var expert in Experts.Skip(1)) run.Ready(expert, placed[expert]);

        var again = run.Quiet();

        Assert.Equal([Experts[0]], again.OfType<CoordinatorEffect.Summon>().Select(summon => summon.Command.Expert));
        Assert.Equal([AgentOf(Home)], ToNodes<NodeCommands.ListSnapshots>(again).Select(told => (string)told.Agent));
        Assert.Equal([AgentOf(Home)], ToNodes<NodeCommands.Place>(again).Select(told => (string)told.Agent));
    }

    [Fact]
    public void Tells_experts_again_which_state_to_take_over()
    {
        run.State.Start();
        run.Open(0);
        run.Gather(run.Present(Home));
        foreach (var expert in Experts.Skip(1)) run.State.On(new ExpertEvents.Restored(expert, 0, 0));

        var again = run.Quiet();

        Assert.Equal([Experts[0]], Told<ExpertCommands.Restore>(again).Select(restore => restore.Expert));
        Assert.Single(again.OfType<CoordinatorEffect.RestoreOwn>());
    }

    [Fact]
    public void Reminds_of_what_is_awaited_between_steps()
    {
        var settings = SmallRun.Settings() with { CheckpointEvery = 1 };
        var saving = new CoordinatorScript(settings);
        saving.Begin();
        saving.WholeStep();

        Assert.Equal([new CoordinatorEffect.Remind()], saving.Quiet());
    }

    [Fact]
    public void Assigns_micro_batches_again_that_are_not_reported()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);

        Assert.Equal([new CoordinatorEffect.Assign(Asker, plans[1])], run.Quiet());
    }

    [Fact]
    public void Prepares_again_who_has_not_answered()
    {
        var plans = run.Running();
        run.Done(plans[0].Key);
        var asked = run.Done(plans[1].Key).OfType<CoordinatorEffect.Prepare>().ToArray();
        foreach (var prepare in asked.Skip(1)) run.State.On(new ExpertEvents.Prepared(prepare.Expert, 0, 0, 1));

        Assert.Equal([asked[0]], run.Quiet());
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void Ends_the_step_again_at_who_has_not_answered(double norm)
    {
        var plans = run.Running();
        run.Done(plans[0].Key);
        var commits = Told<ExpertCommands.Commit>(run.Prepared(run.Done(plans[1].Key), norm)).ToArray();
        foreach (var expert in Experts.Skip(1)) run.State.On(new ExpertEvents.Committed(expert, 0, 0, 1));

        Assert.Equal([commits.Single(commit => commit.Expert == Experts[0])], Told<ExpertCommands.Commit>(run.Quiet()));
    }

    [Fact]
    public void Tells_a_router_of_an_older_epoch_again_where_the_experts_are()
    {
        run.Begin();

        var effects = run.State.On(new RouterEvents.Pull(Home, 2, -1), Asker);

        var begin = Assert.IsType<CoordinatorEffect.BeginRouter>(Assert.Single(effects)).Command;
        Assert.Equal((0, Experts.Count), (begin.Epoch, begin.Experts.Count));
        Assert.Empty(run.Pull(2));
    }
}
