using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class TemperatureScheduleSpecs
{
    [Theory]
    [InlineData(0, 300.0)]
    [InlineData(10_000, 110.4)]
    [InlineData(20_000, 40.6)]
    [InlineData(30_000, 14.9)]
    [InlineData(57_038, 1.0)]
    public void Follows_the_second_stage_of_the_paper(long step, double expected)
    {
        var schedule = new TemperatureSchedule(Initial: 300, Rate: 1e-4, Minimum: 1);

        Assert.Equal(expected, schedule.At(step), tolerance: 0.05);
    }

    [Fact]
    public void Reaches_its_floor_with_the_default_settings_at_step_9986()
    {
        var schedule = new TemperatureSchedule();

        Assert.Equal(2.0, schedule.At(0));
        Assert.True(schedule.At(9985) > 0.1);
        Assert.Equal(0.1, schedule.At(9986));
    }
}
