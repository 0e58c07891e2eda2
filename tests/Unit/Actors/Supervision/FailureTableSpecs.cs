using Akka.Actor;
using Moe.Actors.Supervision;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Actors.Supervision;

public sealed class FailureTableSpecs
{
    public static TheoryData<FailureKind> Kinds() => [.. Enum.GetValues<FailureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Has_one_row_for_every_kind_of_failure(FailureKind kind) =>
        Assert.Same(FailureTable.Of(kind), Assert.Single(FailureTable.Rows, row => row.Kind == kind));

    [Fact]
    public void Tries_a_micro_batch_so_often_and_no_more()
    {
        var tries = Enumerable.Range(0, 5).Select(attempt => FailureTable.Of(FailureTable.OfTry(attempt)).Answer);

        Assert.Equal(
            [
                FailureAnswer.TryAgain, FailureAnswer.TryAgain, FailureAnswer.EndRun, FailureAnswer.EndRun,
                FailureAnswer.EndRun,
            ],
            tries);
    }

    [Fact]
    public void Never_starts_an_actor_anew()
    {
        foreach (var row in FailureTable.Rows.Where(row => row.Answer == FailureAnswer.EndRun))
            Assert.Equal(Directive.Stop, FailureTable.DirectiveOf(row.Kind));
        Assert.Throws<ArgumentOutOfRangeException>(() => FailureTable.DirectiveOf(FailureKind.Operation));
    }

    [Fact]
    public void Ends_with_a_checkpoint_failure_whatever_broke_a_checkpoint_and_else_with_the_cause()
    {
        var odd = new InvalidOperationException("odd");
        var typed = new EnvironmentException("disk");

        var wrapped = Assert.IsType<CheckpointException>(FailureTable.CauseOf(FailureKind.Checkpoint, "saving", odd));
        Assert.Same(odd, wrapped.InnerException);
        Assert.Same(typed, FailureTable.CauseOf(FailureKind.Checkpoint, "saving", typed));
        Assert.Same(odd, FailureTable.CauseOf(FailureKind.Actor, "a turn", odd));
    }
}
