using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class AnswerF1Specs
{
    [Fact]
    public void Takes_the_best_answer_of_each_row()
    {
        var scores = new AnswerF1().RowScores(["red green", "", "blue"], [["red", "green red"], [""], ["red"]]);

        Assert.Equal([1.0, 0, 0], scores);
    }

    [Fact]
    public void Is_the_same_both_ways_round_and_lies_between_0_and_1()
    {
        var random = new Random(51);
        var metric = new AnswerF1();
        for (var round = 0; round < 500; round++)
        {
            var (left, right) = (Words(random), Words(random));
            var score = metric.Score([left], [[right]]);
            Assert.Equal(score, metric.Score([right], [[left]]), 12);
            Assert.InRange(score, 0, 1);
        }
    }

    private static string Words(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => "wxyz"[random.Next(4)]));
}
