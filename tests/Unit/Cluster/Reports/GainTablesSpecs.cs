using Moe.Cluster.Reports;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Reports;

public sealed class GainTablesSpecs
{
    [Fact]
    public void Several_trainings_are_shown_one_by_one_and_with_an_interval_over_them()
    {
        // Differences 0.1, 0.2 and 0.3; t(0.975, 2) = 4.302653 times 0.1 / root 3 is 0.2484.
        var text = Printed(0, Of(0.5, 0.5), [[Score("a", 0.6), Score("b", 0.6)], [Score("a", 0.7), Score("b", 0.7)],
            [Score("a", 0.8), Score("b", 0.8)]]);

        Assert.Contains("| 1 | 0.6000 | 0.5000 | +0.1000 | +20.00 % |", text);
        Assert.Contains("| 3 | 0.8000 | 0.5000 | +0.3000 | +60.00 % |", text);
        Assert.Contains("difference of the mean scores +0.2000, 95 % interval\n-0.0484 to +0.4484; average relative gain +40.00 %", text);
        Assert.Contains("over 2 of 2 tasks (Student)", text);
        Assert.DoesNotContain("bootstrap", text);
    }

    [Fact]
    public void One_training_has_no_interval_over_trainings() =>
        Assert.DoesNotContain("training", Printed(0, Of(0.5, 0.5), [[Score("a", 0.6), Score("b", 0.6)]]));

    [Fact]
    public void A_task_with_nearly_no_baseline_counts_in_the_difference_alone()
    {
        var text = Printed(0.05, Of(0.5, 0.01), [[Score("a", 0.5), Score("b", 0.11)], [Score("a", 0.5), Score("b", 0.11)]]);

        Assert.Contains("| b | 0.1100 | 0.0100 | left out |", text);
        Assert.Contains("| 2 | 0.3050 | 0.2550 | +0.0500 | 0.00 % |", text);
    }

    [Fact]
    public void A_task_that_one_training_has_no_ratio_for_is_left_out_of_all()
    {
        using StringWriter output = new() { NewLine = "\n" };

        GainTables.Print([[Score("a", 0.6), Score("b", 0.2)], [Score("a", 0.6), Score("b", 0.2)]], [Of(0.5, 0), Of(0.5, 0.1)], 0, output);

        Assert.Contains("| b | 0.2000 | 0.0500 | +300.00 % |", output.ToString());
        Assert.Contains("| 2 | 0.4000 | 0.3000 | +0.1000 | +20.00 % |", output.ToString());
        Assert.Contains("over 1 of 2 tasks (Student)", output.ToString());
    }

    [Fact]
    public void A_task_without_a_number_is_left_out_and_named()
    {
        var text = Printed(0, [Score("a", 0.5), Score("a", 0.1, 21), Score("b", 0.5)],
            [[Score("a", 0.6), Score("a", double.NaN, 21), Score("b", 0.6)], [Score("a", 0.6), Score("a", 0.6, 21), Score("b", 0.6)]]);

        Assert.Contains("| a | NaN | 0.3000 | left out |", text);
        Assert.Contains("| 2 | 0.6000 | 0.5000 | +0.1000 | +20.00 % |", text);
    }

    [Fact]
    public void Trainings_without_a_common_task_are_not_compared()
    {
        using StringWriter output = new() { NewLine = "\n" };

        GainTables.Print([[Score("a", 0.6)], [Score("b", 0.6)]], [Of(0.5, 0.5), Of(0.5, 0.5)], 0, output);

        Assert.Contains("no task has a number in every training of both", output.ToString());
    }

    [Fact]
    public void The_picture_has_the_means_of_the_tasks_that_both_have()
    {
        var picture = GainTables.Picture([[Score("a", 0.6), Score("b", 0.6)], [Score("a", 0.2), Score("new", 1)]],
            [Of(0.5, 0.5), Of(0.1, 0.7)], "routed", "plain").ToString();

        // Task a: 0.4 against 0.3; task b, in the first training alone: 0.6 against 0.5.
        Assert.Contains("routed against plain", picture);
        Assert.Contains("test score of 2 items: routed lies above plain in 2, below in 0.", picture);
    }

    private static string Printed(double least, IReadOnlyList<SeededScore> baseline, IReadOnlyList<IReadOnlyList<SeededScore>> scores)
    {
        using StringWriter output = new() { NewLine = "\n" };
        GainTables.Print(scores, [.. scores.Select(_ => baseline)], least, output);
        return output.ToString();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Baselines_of_zero_have_no_gain_and_that_is_said_in_words(int trainings)
    {
        using StringWriter output = new() { NewLine = "\n" };

        GainTables.Print([.. Enumerable.Repeat(Of(0.6, 0.2), trainings)], [.. Enumerable.Repeat(Of(0, 0), trainings)], 0, output);

        Assert.Contains("no average relative gain: no task has a baseline that a ratio can be taken of", output.ToString());
        Assert.DoesNotContain("NaN", output.ToString());
    }

    private static IReadOnlyList<SeededScore> Of(double a, double b) => [Score("a", a), Score("b", b)];

    private static SeededScore Score(string task, double test, int seed = 13) => new(task, "lexical", "EM", seed, test);
}
