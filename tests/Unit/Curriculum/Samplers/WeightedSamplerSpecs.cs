using Moe.Curriculum.Samplers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Samplers;

public sealed class WeightedSamplerSpecs
{
    private static readonly HashSet<int> Nobody = [];

    [Fact]
    public void Draws_every_task_alike_when_uniform()
    {
        var shares = Shares(WeightedSampler.Uniform(SmallData.Of(1, [1, 10, 100]), 7));

        Assert.All(shares, share => Assert.Equal(1.0 / 3, share, 0.03));
    }

    [Fact]
    public void Draws_tasks_by_their_rows_at_temperature_one()
    {
        var shares = Shares(WeightedSampler.Temperature(SmallData.Of(1, [10, 30, 60]), 7, 1));

        Assert.Equal(0.1, shares[0], 0.02);
        Assert.Equal(0.3, shares[1], 0.03);
        Assert.Equal(0.6, shares[2], 0.03);
    }

    [Fact]
    public void Draws_tasks_by_the_root_of_their_rows_at_temperature_two()
    {
        var shares = Shares(WeightedSampler.Temperature(SmallData.Of(1, [1, 4, 25]), 7, 2));

        Assert.Equal(1.0 / 8, shares[0], 0.02);
        Assert.Equal(2.0 / 8, shares[1], 0.03);
        Assert.Equal(5.0 / 8, shares[2], 0.03);
    }

    [Fact]
    public void Draws_a_tasks_rows_without_repeating_one_before_all_were_drawn()
    {
        var sampler = WeightedSampler.Uniform(SmallData.Of(1, [6, 6]), 7);

        var examples = sampler.Draw(CurriculumCursor.Start(2), 80, Nobody).Examples;

        foreach (var task in examples.GroupBy(example => example.Task))
        {
            foreach (var epoch in task.Chunk(6).Where(chunk => chunk.Length == 6))
                Assert.Equal(6, epoch.Select(example => example.Row).Distinct().Count());
        }
    }

    private static double[] Shares(WeightedSampler sampler)
    {
        var examples = sampler.Draw(CurriculumCursor.Start(3), 4000, Nobody).Examples;
        return [.. Enumerable.Range(0, 3).Select(task => examples.Count(example => example.Task == task) / 4000.0)];
    }
}
