using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Model;
using Xunit;
using static Moe.Unit.Specs.Actors.Expert.ExpertScript;

namespace Moe.Unit.Specs.Actors.Expert;

/// <summary>Two replicas of an expert at the end of a step: the script's is the first, which leads.</summary>
public sealed class ExpertReplicaSpecs
{
    private static readonly ExpertId Second = Id with { Replica = 1 };
    private static readonly TensorHandle Gradient = new([1], null);
    private static readonly Dictionary<ExpertId, object> Actors = new() { [Id] = "first", [Second] = "second" };
    private static readonly ReplicaGroup Both = new(Id, [new GradientShare(Id, 1, Id), new GradientShare(Second, 1, Second)], Actors);

    // The script's expert under another's lead is a second replica.
    private static readonly ReplicaGroup Led = Both with
    {
        Lead = Second,
        Shares = [new GradientShare(Second, 1, Second), new GradientShare(Id, 1, Id)],
    };

    private readonly ExpertScript expert = new();

    [Fact]
    public void The_leading_one_waits_for_the_others_gradients_and_sums_in_the_order_of_replicas()
    {
        Added();
        Assert.Empty(Prepare(Both));

        var measure = Assert.IsType<ExpertEffect.Measure>(Assert.Single(Take(Second)));

        Assert.Equal([new SummedGradient(Id, null), new SummedGradient(Second, Gradient)], measure.Summed!);
        Assert.Equal(2, measure.MicroBatches);
    }

    [Fact]
    public void A_gradient_that_comes_before_Prepare_is_kept()
    {
        Added();
        Assert.Empty(Take(Second));

        Assert.IsType<ExpertEffect.Measure>(Assert.Single(Prepare(Both)));
    }

    [Fact]
    public void The_leading_one_gives_the_sum_to_the_others_and_gives_it_again_when_asked_again()
    {
        Added();
        Prepare(Both);
        Take(Second);
        var give = new ExpertEffect.Give(0, 0, null, Second, "second");

        Assert.Contains(give, expert.Measured());
        Assert.Contains(give, Prepare(Both));
    }

    [Fact]
    public void Another_gives_its_gradient_once_all_is_added_and_measures_the_sum_once_its_copy_is_made()
    {
        Assert.Empty(Prepare(Led));
        Assert.Equal([new ExpertEffect.Give(0, 0, Id, Second, "second")], Added());
        Assert.Empty(Take(null));

        var measure = Assert.IsType<ExpertEffect.Measure>(Assert.Single(expert.State.On(new ExpertInput.Given())));

        Assert.Equal([new SummedGradient(Second, Gradient)], measure.Summed!);
        Assert.Equal([new ExpertEvents.Prepared(Id, 0, 0, 4)], Replies(expert.Measured()));
    }

    [Fact]
    public void Another_that_is_asked_again_gives_its_gradient_again()
    {
        Added();
        Prepare(Led);
        expert.State.On(new ExpertInput.Given());

        Assert.Equal([new ExpertEffect.Give(0, 0, Id, Second, "second")], Prepare(Led));
    }

    [Fact]
    public void A_gradient_that_nobody_waits_for_is_freed()
    {
        Take(Second);

        Assert.Equal([Gradient], Assert.Single(Take(Second).OfType<ExpertEffect.Discard>()).Tensors);
        Assert.Equal([Gradient], Assert.Single(expert.Void().OfType<ExpertEffect.Discard>()).Tensors);
    }

    [Fact]
    public void The_update_waits_until_the_copy_of_the_sum_is_made()
    {
        Added();
        Prepare(Both);
        Take(Second);
        expert.Measured();

        Assert.Empty(expert.Apply());
        Assert.IsType<ExpertEffect.Update>(Assert.Single(expert.State.On(new ExpertInput.Given())));
    }

    [Fact]
    public void Micro_batches_of_a_lost_replica_begin_a_gradient_of_their_own()
    {
        expert.Compute(Key(0));
        expert.Added(Key(0));
        expert.State.On(new ExpertCommands.Compute(Second, Key(1), -1, FakeOperations.Forward), "router");
        expert.ForwardDone(Key(1));
        expert.State.On(new ExpertCommands.Compute(Second, Key(1), -1, FakeOperations.Backward), "router");

        var effects = expert.BackwardDone(Key(1));

        Assert.Contains(new ExpertEffect.Add(Key(1), Second, Overwrite: true), effects);
        Assert.Equal(Second, Assert.IsType<ExpertEvents.Computed>(Assert.Single(Replies(effects))).Expert);
    }

    private IReadOnlyList<ExpertEffect> Added()
    {
        expert.Compute(Key(0));
        return expert.Added(Key(0));
    }

    private IReadOnlyList<ExpertEffect> Prepare(ReplicaGroup group) =>
        expert.State.On(new ExpertCommands.Prepare(Id, 0, 0, 1, null, group), "coordinator");

    private IReadOnlyList<ExpertEffect> Take(ExpertId? share) =>
        expert.State.On(new ExpertCommands.TakeGradient(Id, 0, 0, share, Gradient));
}
