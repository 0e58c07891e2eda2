using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Samplers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Samplers;

/// <summary>What every sampler promises.</summary>
public sealed class SamplerSpecs
{
    private static readonly HashSet<int> Nobody = [];

    [Theory]
    [InlineData(SamplerKind.Proportional)]
    [InlineData(SamplerKind.Uniform)]
    [InlineData(SamplerKind.Temperature)]
    public void Draws_the_same_whether_at_once_or_bit_by_bit_or_by_another_instance(SamplerKind kind)
    {
        var data = SmallData.Of(1, [5, 2, 9]);
        var (expected, end) = Sampler(kind, data).Draw(CurriculumCursor.Start(3), 60, Nobody);

        var found = new List<ExampleReference>();
        var cursor = CurriculumCursor.Start(3);
        foreach (var count in new[] { 1, 7, 20, 32 })
        {
            var (examples, next) = Sampler(kind, data).Draw(cursor, count, Nobody);
            found.AddRange(examples);
            cursor = next;
        }

        Assert.Equal(expected, found);
        Assert.Equal(end.Drawn, cursor.Drawn);
        Assert.Equal(end.DrawnByTask, cursor.DrawnByTask);
    }

    [Theory]
    [InlineData(SamplerKind.Proportional)]
    [InlineData(SamplerKind.Uniform)]
    [InlineData(SamplerKind.Temperature)]
    public void Draws_otherwise_with_another_seed(SamplerKind kind)
    {
        var data = SmallData.Of(1, [20, 20]);

        Assert.NotEqual(
            Sampler(kind, data, seed: 1).Draw(CurriculumCursor.Start(2), 20, Nobody).Examples,
            Sampler(kind, data, seed: 2).Draw(CurriculumCursor.Start(2), 20, Nobody).Examples);
    }

    [Theory]
    [InlineData(SamplerKind.Proportional)]
    [InlineData(SamplerKind.Uniform)]
    [InlineData(SamplerKind.Temperature)]
    public void Passes_over_tasks_that_rest(SamplerKind kind)
    {
        var sampler = Sampler(kind, SmallData.Of(1, [5, 2, 9]));

        var (examples, next) = sampler.Draw(CurriculumCursor.Start(3), 40, new HashSet<int> { 0, 2 });

        Assert.All(examples, example => Assert.Equal(1, example.Task));
        Assert.Equal([0L, 40, 0], next.DrawnByTask);
    }

    [Theory]
    [InlineData(SamplerKind.Proportional)]
    [InlineData(SamplerKind.Uniform)]
    [InlineData(SamplerKind.Temperature)]
    public void Leaves_the_cursor_it_was_given_as_it_is(SamplerKind kind)
    {
        var cursor = CurriculumCursor.Start(2);

        Sampler(kind, SmallData.Of(1, [4, 4])).Draw(cursor, 10, Nobody);

        Assert.Equal([0L, 0], cursor.DrawnByTask);
    }

    [Theory]
    [InlineData(SamplerKind.Proportional)]
    [InlineData(SamplerKind.Uniform)]
    public void Draws_every_accepted_answer_about_as_often(SamplerKind kind)
    {
        var examples = Sampler(kind, SmallData.Of(3, [10])).Draw(CurriculumCursor.Start(1), 3000, Nobody).Examples;

        Assert.All(examples.CountBy(example => example.Answer), answer => Assert.InRange(answer.Value, 900, 1100));
    }

    [Fact]
    public void Refuses_a_sampler_that_does_not_exist() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sampler((SamplerKind)9, SmallData.Of(1, [1])));

    private static ITaskSampler Sampler(SamplerKind kind, TrainingData data, ulong seed = 5) => TaskSamplers.Of(
        new CurriculumSettings { GymFolder = "none", Split = "none", Sampler = kind }, data, seed);
}
