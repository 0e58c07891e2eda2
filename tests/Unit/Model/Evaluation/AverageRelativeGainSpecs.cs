using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class AverageRelativeGainSpecs
{
    [Fact]
    public void Averages_the_gains_of_the_tasks_both_have()
    {
        var gain = AverageRelativeGain.Of(
            scores: new Dictionary<string, double> { ["b"] = 0.6, ["a"] = 0.4, ["new"] = 1 },
            baseline: new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 0.4, ["old"] = 1 });

        Assert.Equal((-0.2 + 0.5) / 2, gain.Mean, 12);
        Assert.Equal(["a", "b"], gain.GainOfTask.Keys);
        Assert.Empty(gain.LeftOut);
    }

    [Fact]
    public void Says_what_a_baseline_of_0_means()
    {
        var gain = AverageRelativeGain.Of(
            scores: new Dictionary<string, double> { ["both"] = 0, ["risen"] = 0.3, ["usual"] = 0.2 },
            baseline: new Dictionary<string, double> { ["both"] = 0, ["risen"] = 0, ["usual"] = 0.1 });

        Assert.Equal(0.5, gain.Mean, 12);
        Assert.Equal(0, gain.GainOfTask["both"]);
        Assert.Equal(["risen"], gain.LeftOut);
    }

    [Fact]
    public void Leaves_out_baselines_that_are_nearer_to_0_than_is_asked_for()
    {
        var gain = AverageRelativeGain.Of(
            scores: new Dictionary<string, double> { ["small"] = 0.03, ["at"] = 0.1, ["below"] = -0.3 },
            baseline: new Dictionary<string, double> { ["small"] = 0.01, ["at"] = 0.05, ["below"] = -0.2 }, leastBaseline: 0.05);

        Assert.Equal(["small"], gain.LeftOut);
        Assert.Equal((1 - 0.5) / 2, gain.Mean, 12);
    }

    [Fact]
    public void Keeps_better_positive_when_the_baseline_is_negative()
    {
        var gain = AverageRelativeGain.Of(
            new Dictionary<string, double> { ["cola"] = 0.1 }, new Dictionary<string, double> { ["cola"] = -0.1 });

        Assert.Equal(2, gain.Mean, 12);
    }

    [Fact]
    public void Leaves_out_tasks_without_a_score_and_is_not_a_number_when_none_is_left()
    {
        var gain = AverageRelativeGain.Of(
            new Dictionary<string, double> { ["a"] = double.NaN, ["b"] = 1 },
            new Dictionary<string, double> { ["a"] = 1, ["b"] = double.NaN });

        Assert.Equal(double.NaN, gain.Mean);
        Assert.Equal(["a", "b"], gain.LeftOut);
    }
}
