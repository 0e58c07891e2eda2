using Moe.Curriculum.Samplers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Samplers;

public sealed class ProportionalSamplerSpecs
{
    private static readonly HashSet<int> Nobody = [];
    private readonly ProportionalSampler sampler = new(SmallData.Of(1, [5, 2, 9]), seed: 3);

    [Fact]
    public void Draws_every_row_of_every_task_once_an_epoch()
    {
        var cursor = CurriculumCursor.Start(3);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var (examples, next) = sampler.Draw(cursor, 16, Nobody);
            Assert.Equal(16, examples.Select(example => (example.Task, example.Row)).Distinct().Count());
            cursor = next;
        }
        Assert.Equal([15L, 6, 27], cursor.DrawnByTask);
    }

    [Fact]
    public void Shuffles_each_epoch_anew()
    {
        var (first, next) = sampler.Draw(CurriculumCursor.Start(3), 16, Nobody);

        Assert.NotEqual(first, sampler.Draw(next, 16, Nobody).Examples);
    }
}
