using Moe.Analysis.Plots;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Plots;

public sealed class AxisTicksSpecs
{
    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0.13, 0.87, 4, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 11, 3, "-5 0 5 10 15")]
    [InlineData(0, 12000, 6, "0 2,000 4,000 6,000 8,000 10,000 12,000")]
    [InlineData(0.0012, 0.0038, 5, "0.001 0.002 0.003 0.004")]
    public void Takes_round_steps_that_cover_all_values(double low, double high, int count, string ticks)
    {
        AxisTicks axis = AxisTicks.Cover(low, high, count);
        Assert.Equal(ticks, string.Join(' ', axis.Values.Select(axis.Format)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-2.5)]
    public void Makes_room_around_a_single_value(double value)
    {
        AxisTicks axis = AxisTicks.Cover(value, value, 5);
        Assert.True(axis.Low <= value && value < axis.High);
    }
}
