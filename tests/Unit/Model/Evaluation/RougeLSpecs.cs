using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class RougeLSpecs
{
    [Theory]
    [InlineData("", "some words", 0)]
    [InlineData("?!.", "some words", 0)]
    [InlineData("some words", "...", 0)]
    [InlineData("some words", "", 0)]
    [InlineData("same words here", "same words here", 1)]
    [InlineData("same   words\there", "same words here.", 1)]
    [InlineData("none", "other", 0)]
    public void Scores_the_simple_cases(string prediction, string gold, double expected) =>
        Assert.Equal(expected, new RougeL().Score([prediction], [[gold]]), tolerance: 1e-7);

    [Fact]
    public void Counts_white_space_between_periods_as_a_word_as_the_package_does()
    {
        // Prediction: "a", "b" and one empty word; answer: "a", "b". p = 2/3, r = 1.
        Assert.Equal(0.8, new RougeL().Score(["a b. ."], [["a b"]]), tolerance: 1e-7);
    }

    [Fact]
    public void Takes_the_best_answer()
    {
        Assert.Equal(1, new RougeL().Score(["one two"], [["three", "one two"]]), tolerance: 1e-7);
    }
}
