using Moe.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class TrivialBaselinesSpecs
{
    private static readonly IReadOnlyList<Example> Asked = [Row("x", "?"), Row("y", "?")];

    [Fact]
    public void The_most_frequent_output_is_given_for_every_row() =>
        Assert.Equal(
            ["b", "b"], TrivialBaselines.MostFrequentOutput([Row("1", "a"), Row("2", "b"), Row("3", "b")], Asked));

    [Fact]
    public void Of_equally_frequent_outputs_the_first_in_order_is_given() =>
        Assert.Equal(["a", "a"], TrivialBaselines.MostFrequentOutput([Row("1", "b"), Row("2", "a")], Asked));

    [Fact]
    public void Without_training_rows_there_is_no_most_frequent_output() =>
        Assert.Throws<ArgumentException>(() => TrivialBaselines.MostFrequentOutput([], Asked));

    [Fact]
    public void Copies_the_input() => Assert.Equal(["x", "y"], TrivialBaselines.CopyOfInput(Asked));

    private static Example Row(string input, string output) => new("task", input, [output]);
}
