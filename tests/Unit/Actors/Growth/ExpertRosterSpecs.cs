using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Actors.Growth;

public sealed class ExpertRosterSpecs
{
    private static readonly ModelShape Shape = SmallRun.Shape with { Experts = 3, VanillaDecoderLayers = [1] };
    private static readonly ExpertId First = ExpertId.Parse("encoder.0.0");
    private static readonly ExpertId Second = ExpertId.Parse("encoder.0.1");
    private static readonly ExpertId Third = ExpertId.Parse("encoder.0.2");

    [Fact]
    public void Begins_with_as_many_experts_on_as_the_run_file_says()
    {
        var two = ExpertRoster.AtStart(Shape, 2);

        Assert.Equal([true, true, false], new[] { First, Second, Third }.Select(two.IsOn));
        Assert.True(two.IsOn(ExpertId.Vocabulary) && two.IsOn(ExpertId.Parse("decoder.1.0")));
        Assert.Equal(Third, two.FreeSlot(First));
        Assert.True(ExpertRoster.AtStart(Shape, 0).IsOn(Third));
    }

    [Fact]
    public void Follows_changes()
    {
        var roster = ExpertRoster.AtStart(Shape, 2);

        roster = roster.After(Change(OperationKind.Clone, First, Third));
        Assert.Null(roster.FreeSlot(First));
        roster = roster.After(Change(OperationKind.Merge, Third, First));
        Assert.Equal((First, Second), (roster.FreeSlot(Third), roster.FirstOn(Third)));
        roster = roster.After(Change(OperationKind.Prune, Second));
        Assert.Equal(Third, roster.FirstOn(First));
        roster = roster.After(Change(OperationKind.Activate, First));
        Assert.Equal([0, 2], roster.Mask.On(0));
        Assert.Equal([0, 1], roster.Mask.On(1));
    }

    [Theory]
    [InlineData(OperationKind.Prune, "vocabulary", null, "no expert of a routed layer")]
    [InlineData(OperationKind.Prune, "decoder.1.0", null, "no expert of a routed layer")]
    [InlineData(OperationKind.Prune, "encoder.7.0", null, "no expert of a routed layer")]
    [InlineData(OperationKind.Prune, "encoder.0.2", null, "is off")]
    [InlineData(OperationKind.Prune, "encoder.1.0", null, "last of its layer")]
    [InlineData(OperationKind.Activate, "encoder.0.1", null, "on already")]
    [InlineData(OperationKind.Clone, "decoder.0.0", null, "needs a slot")]
    [InlineData(OperationKind.Clone, "encoder.0.0", "encoder.1.2", "no slot of the layer")]
    [InlineData(OperationKind.Clone, "encoder.0.0", "encoder.0.1", "take its place")]
    [InlineData(OperationKind.Merge, "encoder.0.0", "encoder.0.0", "another expert of its layer")]
    [InlineData(OperationKind.Merge, "encoder.0.0", null, "another expert of its layer")]
    [InlineData(OperationKind.Merge, "encoder.0.0", "encoder.0.2", "encoder.0.2 is off")]
    public void Says_why_a_change_cannot_be_made(OperationKind kind, string expert, string? other, string why)
    {
        var roster = ExpertRoster.AtStart(Shape, 0).After(Change(OperationKind.Prune, Third))
            .After(Change(OperationKind.Prune, ExpertId.Parse("encoder.1.1")))
            .After(Change(OperationKind.Prune, ExpertId.Parse("encoder.1.2")));

        Assert.Contains(why, roster.Refusal(Change(kind, ExpertId.Parse(expert), other is null ? null : ExpertId.Parse(other))));
    }

    [Theory]
    [InlineData(OperationKind.Prune, "encoder.0.0", null)]
    [InlineData(OperationKind.Activate, "encoder.0.2", null)]
    [InlineData(OperationKind.Clone, "encoder.0.1", "encoder.0.2")]
    [InlineData(OperationKind.Merge, "encoder.0.1", "encoder.0.0")]
    public void Lets_all_others_pass(OperationKind kind, string expert, string? other) => Assert.Null(
        ExpertRoster.AtStart(Shape, 2).Refusal(Change(kind, ExpertId.Parse(expert), other is null ? null : ExpertId.Parse(other))));

    [Fact]
    public void Comes_back_from_a_checkpoint_with_the_use_of_its_experts()
    {
        var use = new ExpertUse(4, 3);
        use.Add(RouteBatch.Repeat(Route.OfExperts([0, 1, 1, 0], 3), [0, 1]), ComputationMode.Sparse);
        var kept = ExpertRoster.AtStart(Shape, 2).After(Change(OperationKind.Prune, First)).Snapshot(use);
        use.Forget();

        Assert.Equal([1], ExpertRoster.From(Shape, kept).Mask.On(0));
        Assert.Equal(2, new ExpertUse(4, 3, kept.Use).RowsOf(1, 1));
    }

    [Fact]
    public void Use_counts_picks_or_weights()
    {
        var use = new ExpertUse(1, 3);
        use.Add(new RouteBatch(1, 3, [0, 1], [0.5f, 0.25f, 0.25f, 0, 1, 0]), ComputationMode.Dense);
        Assert.Equal([0.5, 1.25, 0.25], use.Rows_LE);

        use.Add(new RouteBatch(1, 3, [0, 1], [0.5f, 0.25f, 0.25f, 0, 1, 0]), ComputationMode.Sparse);

        Assert.Equal([1.5, 2.25, 0.25], use.Rows_LE);
        Assert.Equal((4, 0.4), (use.RowsOf(0), use.PartOf(0, one: 0, other: 1)));
        use.Forget(0);
        Assert.Equal(0.5, use.PartOf(0, one: 0, other: 1));
    }

    internal static ExpertChange Change(OperationKind kind, ExpertId expert, ExpertId? other = null) =>
        new(kind, expert, other, "somebody", "a reason");
}
