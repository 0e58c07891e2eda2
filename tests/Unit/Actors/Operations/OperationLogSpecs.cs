using Moe.Actors.Operations;
using Moe.Curriculum;
using Moe.Curriculum.Samplers;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Operations;

public sealed class OperationLogSpecs
{
    private static readonly ExpertId Expert = SmallRun.Shape.At(1, 1);

    [Fact]
    public void What_holds_at_a_step_is_what_was_asked_up_to_it()
    {
        var log = Log((5, Frozen), (9, new(OperationKind.Unfreeze) { Expert = Expert }));

        Assert.Equal([0, 1, 1, 0], new long[] { 4, 5, 8, 9 }.Select(step => log.At(step).Frozen.Count));
    }

    [Fact]
    public void A_later_operation_counts_more_also_at_an_earlier_step()
    {
        // The run was at step 9, went back to 4, and was at 5 when the second operation came.
        var log = Log((9, new(OperationKind.Pause)), (5, new(OperationKind.Resume)));

        Assert.False(log.At(9).IsPaused);
    }

    [Fact]
    public void What_is_undone_holds_until_the_step_at_which_it_was()
    {
        var log = Log((2, Frozen), (6, new(OperationKind.Undo) { Undone = 1 }));

        Assert.Equal([1, 0], new long[] { 5, 6 }.Select(step => log.At(step).Frozen.Count));
        Assert.Equal(2, log.UndoneBy(1)!.Id);
    }

    [Fact]
    public void Undoing_an_unpin_brings_back_the_pin_of_the_settings()
    {
        var start = Steering.None with { Pins = Steering.None.Pins.Add(Expert, "a") };
        OperationLog log = new(
            start, Entries((1, new(OperationKind.Unpin) { Expert = Expert }), (2, new(OperationKind.Undo) { Undone = 1 })));

        Assert.Empty(log.At(1).Pins);
        Assert.Equal("a", log.At(2).Pins[Expert]);
    }

    [Fact]
    public void Rows_drawn_ahead_count_no_more_where_the_drawing_changes_or_changes_back()
    {
        var log = Log((1, Frozen), (3, new(OperationKind.Sampler) { Sampler = new SamplerChoice(SamplerKind.Uniform, null) }),
            (5, new(OperationKind.Undo) { Undone = 1 }), (7, new(OperationKind.Undo) { Undone = 2 }));

        Assert.Equal([3, 7], Enumerable.Range(0, 9).Where(step => log.ChangesRowsBefore(step)));
    }

    private static RunOperation Frozen => new(OperationKind.Freeze) { Expert = Expert };

    private static OperationLog Log(params (long Step, RunOperation Operation)[] operations) => new(Steering.None, Entries(operations));

    private static AcceptedOperation[] Entries(params (long Step, RunOperation Operation)[] operations) =>
        [.. operations.Select((one, i) => new AcceptedOperation(i + 1, one.Step, "ann", "a spec", one.Operation))];
}
