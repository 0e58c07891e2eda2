using Moe.Analysis.Correlations;
using Moe.Analysis.Features;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;
using Moe.Curriculum.Gym;
using Moe.Unit.Specs.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Correlations;

public sealed class ExpertCorrelationsSpecs
{
    private const string World = "category:world <knowledge>";

    [Fact]
    public void An_expert_that_serves_a_category_is_tied_to_it()
    {
        ExpertCorrelation tied = Of(MadeUpRoutes.Table()).Row(World).Single(entry => entry.Expert.ToString() == "encoder.0.1");
        double expected = Correlation.Pearson([0, 0, 0.1f, 0, 1, 1, 0.9f], [0, 0, 0, 0, 1, 1, 1]);
        Assert.Equal(expected, tied.R, 6);

        // Of 35 ways to deal out three tasks of seven, one does as well.
        Assert.InRange(tied.PValue, 0.015, 0.05);
        Assert.InRange(tied.Adjusted, tied.PValue, 1);
    }

    [Fact]
    public void The_other_expert_of_a_layer_of_two_is_its_mirror_image()
    {
        ExpertCorrelation[] row = [.. Of(MadeUpRoutes.Table()).Row(World)];
        Assert.Equal(row[1].R, -row[0].R, 6);
        Assert.Equal(row[1].PValue, row[0].PValue, 9);
    }

    [Fact]
    public void An_expert_that_is_the_same_for_all_tasks_is_tied_to_nothing()
    {
        ExpertCorrelations correlations = Of(MadeUpRoutes.OnePath(5));
        Assert.All(correlations.All, entry => Assert.True(double.IsNaN(entry.R) && double.IsNaN(entry.PValue)));
        Assert.Empty(correlations.Significant);
    }

    [Fact]
    public void Features_of_other_tasks_are_refused()
    {
        TaskFeatures others = TaskFeatures.Of([("a", "x"), ("b", "y")], task => [new Example(task, "i", ["o"])]);
        Assert.Throws<ArgumentException>(() => ExpertCorrelations.Of(MadeUpRoutes.Table(), others, new Permutations(9, 1)));
    }

    internal static ExpertCorrelations Of(RouteTable table) => ExpertCorrelations.Of(
        table,
        TaskFeatures.Of(
            [.. table.Tasks.Select(task => (task.Task, task.Category))],
            task => [new Example(task, $"the {task}", [task.Contains('_') ? task : "yes"])]),
        new Permutations(999, 8));
}
