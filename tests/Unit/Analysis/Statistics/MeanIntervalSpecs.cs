using Moe.Analysis.Statistics;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Statistics;

public sealed class MeanIntervalSpecs
{
    [Fact]
    public void Five_measurements_have_the_interval_of_the_tables()
    {
        // Mean 3, deviation root 2.5, t(0.975, 4) = 2.776445: half the width is 2.776445 x root 2.5 / root 5.
        var interval = MeanInterval.Of([1, 2, 3, 4, 5]);

        Assert.Equal(3, interval.Mean, 12);
        Assert.Equal(3 - 1.963243, interval.Low, 5);
        Assert.Equal(3 + 1.963243, interval.High, 5);
    }

    [Fact]
    public void Equal_measurements_have_an_interval_without_width() =>
        Assert.Equal(new MeanInterval(0.5, 0.5, 0.5), MeanInterval.Of([0.5, 0.5, 0.5]));

    [Fact]
    public void One_measurement_has_no_interval()
    {
        var interval = MeanInterval.Of([0.5]);

        Assert.Equal((0.5, double.NaN, double.NaN), (interval.Mean, interval.Low, interval.High));
    }
}
