using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class GainIntervalSpecs
{
    private static readonly string[] Tasks = ["a", "b", "c", "d"];
    private static readonly int[] Seeds = [13, 21, 42];

    [Fact]
    public void A_method_that_is_better_by_the_same_share_everywhere_has_an_interval_without_width()
    {
        var interval = GainInterval.Of(Scores((task, seed) => 1.1 * (task + 1) * seed), Scores((task, seed) => (task + 1) * seed), 1);

        Assert.Equal(0.1, interval.Gain.Mean, 9);
        Assert.Equal(0.1, interval.Low, 9);
        Assert.Equal(0.1, interval.High, 9);
        Assert.Equal((4, 3), (interval.Tasks, interval.Samples));
    }

    [Fact]
    public void The_interval_lies_around_the_gain_and_is_as_wide_as_tasks_differ()
    {
        // Gains of 0 %, 10 %, 20 % and 30 %: the mean of four draws has a deviation of about 5.6 %.
        var interval = GainInterval.Of(Scores((task, _) => 1 + 0.1 * task), Scores((_, _) => 1), 1);

        Assert.Equal(0.15, interval.Gain.Mean, 9);
        Assert.InRange(interval.Low, 0.03, 0.06);
        Assert.InRange(interval.High, 0.24, 0.27);
    }

    [Fact]
    public void The_gain_is_that_of_the_means_over_seeds_and_leaves_zero_baselines_out()
    {
        var interval = GainInterval.Of(
            Scores((task, seed) => task == 0 ? 0.5 : seed == 13 ? 4 : 1), Scores((task, seed) => task == 0 ? 0 : seed == 13 ? 1 : 2.5), 1);

        // (4 + 1 + 1) against (1 + 2.5 + 2.5).
        Assert.Equal(0, interval.Gain.Mean, 9);
        Assert.Equal(["a"], interval.Gain.LeftOut);
    }

    [Fact]
    public void A_task_with_nearly_no_baseline_neither_counts_nor_widens_the_interval()
    {
        var interval = GainInterval.Of(
            Scores((task, _) => task == 0 ? 0.003 : 0.6), Scores((task, seed) => task == 0 ? seed == 13 ? 0.06 : 0.001 : 0.5), 1, 0.05);

        Assert.Equal(["a"], interval.Gain.LeftOut);
        Assert.Equal((0.2, 0.2), (Math.Round(interval.Low, 9), Math.Round(interval.High, 9)));
    }

    [Fact]
    public void Only_pairs_that_both_have_count()
    {
        var scores = Scores((_, _) => 2);
        scores[("a", "99")] = 100;
        var baseline = Scores((_, _) => 1);
        baseline[("z", "13")] = 100;

        Assert.Equal(1, GainInterval.Of(scores, baseline, 1).Gain.Mean, 9);
    }

    [Fact]
    public void Without_a_pair_there_is_no_gain() =>
        Assert.Equal(double.NaN, GainInterval.Of(Scores((_, _) => 1), new Dictionary<(string, string), double>(), 1).Low);

    private static Dictionary<(string Task, string Sample), double> Scores(Func<int, int, double> score) =>
        (from task in Enumerable.Range(0, Tasks.Length) from seed in Seeds select (task, seed))
        .ToDictionary(pair => (Tasks[pair.task], $"{pair.seed}"), pair => score(pair.task, pair.seed));
}
