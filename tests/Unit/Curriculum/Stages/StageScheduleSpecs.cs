using Moe.Curriculum.Stages;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Stages;

public sealed class StageScheduleSpecs
{
    private readonly StageSchedule schedule = new(
    [
        new() { Name = "first", Steps = 10, InitialTemperature = 2, AnnealRate = 0.1, MinimumTemperature = 1 },
        new() { Name = "none", Steps = 0 },
        new() { Name = "second", Steps = 5, InitialTemperature = 4, AnnealRate = 0, MinimumTemperature = 0.1 },
    ]);

    [Theory]
    [InlineData(0, "first", 0)]
    [InlineData(9, "first", 9)]
    [InlineData(10, "second", 0)]
    [InlineData(14, "second", 4)]
    [InlineData(15, "second", 5)]
    [InlineData(99, "second", 5)]
    public void Says_which_stage_a_step_belongs_to_and_how_far_into_it(long step, string stage, int within)
    {
        var (found, stepOfStage) = schedule.At(step);

        Assert.Equal((stage, within), (found.Name, stepOfStage));
    }

    [Fact]
    public void Adds_up_the_steps_of_all_stages() => Assert.Equal(15, schedule.TotalSteps);

    [Fact]
    public void Anneals_from_each_stages_own_start_down_to_its_minimum()
    {
        Assert.Equal(2, schedule.Temperature(0));
        Assert.Equal(2 * Math.Exp(-0.3), schedule.Temperature(3), 1e-12);
        Assert.Equal(1, schedule.Temperature(9));
        Assert.Equal(4, schedule.Temperature(10));
        Assert.Equal(4, schedule.Temperature(14));
    }
}
