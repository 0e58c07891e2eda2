using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Actors.Growth;

public sealed class GrowthPolicySpecs
{
    private static readonly ModelShape Shape = SmallRun.Shape with
    {
        EncoderLayers = 1,
        DecoderLayers = 1,
        Experts = 4,
        VanillaDecoderLayers = [0],
    };

    private static readonly GrowthSettings Everything = new() { Every = 10, PruneBelow = 0.2, MergeAbove = 0.9, CloneAbove = 2 };

    // Three tasks; the first two experts serve the same ones.
    private static readonly RouteBatch Alike = Shares([0.5f, 0.5f, 0, 0], [0, 0, 1, 0], [0.5f, 0.5f, 0, 0]);
    private static readonly RouteBatch Unlike = Shares([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]);

    [Fact]
    public void Prunes_who_has_too_little_before_anything_else()
    {
        var change = Assert.Single(Look([50, 40, 9, 2], Alike));

        Assert.Equal((OperationKind.Prune, "encoder.0.3"), (change.Kind, change.Expert.ToString()));
        Assert.Equal(GrowthPolicy.Name, change.Who);
    }

    [Fact]
    public void Merges_the_two_most_alike_into_the_one_that_served_more()
    {
        var change = Assert.Single(Look([20, 30, 25, 25], Alike));

        Assert.Equal((OperationKind.Merge, "encoder.0.1", "encoder.0.0"),
            (change.Kind, change.Expert.ToString(), change.Other.ToString()));
    }

    [Fact]
    public void Clones_who_serves_most_into_a_slot_that_is_off()
    {
        var roster = ExpertRoster.AtStart(Shape, 3);

        var change = Assert.Single(Look([15, 70, 15, 0], Unlike, roster));

        Assert.Equal((OperationKind.Clone, "encoder.0.1", "encoder.0.3"),
            (change.Kind, change.Expert.ToString(), change.Other.ToString()));
    }

    [Fact]
    public void Leaves_layers_alone_that_are_full_even_or_without_rows()
    {
        Assert.Empty(Look([15, 70, 15, 20], Unlike));
        Assert.Empty(Look([25, 25, 25, 25], Unlike));
        Assert.Empty(Look([0, 0, 0, 0], Alike));
    }

    [Fact]
    public void Does_only_what_is_asked_for() => Assert.Empty(GrowthPolicy.Look(
        Shape, new GrowthSettings { Every = 10 }, ExpertRoster.AtStart(Shape, 3), Use([97, 1, 2, 0]), Alike));

    [Fact]
    public void Never_prunes_the_last() => Assert.Empty(Look([5, 0, 0, 0], Alike, ExpertRoster.AtStart(Shape, 1)));

    private static IReadOnlyList<ExpertChange> Look(double[] rows, RouteBatch shares, ExpertRoster? roster = null) =>
        GrowthPolicy.Look(Shape, Everything, roster ?? ExpertRoster.AtStart(Shape, 0), Use(rows), shares);

    private static ExpertUse Use(double[] rows) => new(2, 4, [.. rows, 10, 0, 0, 0]);

    private static RouteBatch Shares(params float[][] tasks) => new(
        2, 4, [.. Enumerable.Range(0, tasks.Length)], [.. tasks.SelectMany(task => task), .. tasks.SelectMany(_ => new float[4])]);
}
