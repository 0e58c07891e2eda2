using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class ExactMatchSpecs
{
    [Theory]
    [InlineData("The Cat!", "cat", 1, 0)]
    [InlineData(" cat ", "cat", 1, 1)]
    [InlineData("cat.", "cat", 1, 0)]
    [InlineData("cat", "Cat", 1, 0)]
    [InlineData("a\tcat  sat", "cat sat", 1, 0)]
    [InlineData("cats", "cat", 0, 0)]
    [InlineData("", "", 1, 1)]
    public void Compares_normal_forms_or_raw_texts(string prediction, string gold, double normal, double raw)
    {
        Assert.Equal(normal, new ExactMatch().Score([prediction], [[gold]]));
        Assert.Equal(raw, new ExactMatchRaw().Score([prediction], [[gold]]));
    }

    [Fact]
    public void Takes_the_best_of_several_answers_and_the_mean_of_rows()
    {
        string[][] golds = [["New York", "NYC"], ["Paris"]];

        Assert.Equal(0.5, new ExactMatch().Score(["nyc", "Rome"], golds));
        Assert.Equal([1.0, 0], new ExactMatch().RowScores(["nyc", "Rome"], golds));
    }
}
