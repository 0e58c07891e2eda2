using Moe.Actors.Operations;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Operations;

public sealed class RunOperationSpecs
{
    private static readonly ExpertId First = SmallRun.Shape.At(0, 0), Second = SmallRun.Shape.At(0, 1);

    [Fact]
    public void Is_what_came_of_a_wish_that_left_out_what_was_filled_in()
    {
        var clone = new RunOperation(OperationKind.Clone) { Expert = First };
        var drain = new RunOperation(OperationKind.Drain) { Node = "akka.tcp://moe@host:4053" };

        Assert.True((clone with { Other = Second }).IsWhatCameOf(clone));
        Assert.True(drain.IsWhatCameOf(drain));
        Assert.True(drain.IsWhatCameOf(drain with { Node = "host:4053" }));
    }

    [Fact]
    public void Is_not_what_came_of_another_wish()
    {
        var clone = new RunOperation(OperationKind.Clone) { Expert = First, Other = Second };
        var drain = new RunOperation(OperationKind.Drain) { Node = "akka.tcp://moe@host:4053" };

        Assert.False(clone.IsWhatCameOf(clone with { Other = First }));
        Assert.False(clone.IsWhatCameOf(clone with { Expert = Second, Other = null }));
        Assert.False(clone.IsWhatCameOf(clone with { Kind = OperationKind.Merge }));
        Assert.False(drain.IsWhatCameOf(drain with { Node = "other:4053" }));
    }
}
