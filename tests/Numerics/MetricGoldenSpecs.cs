using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>Metrics against values computed with the paper authors' own metric code.</summary>
public sealed class MetricGoldenSpecs
{
    private const int Digits = 8;

    [Theory]
    [InlineData("The  Cat, a dog!", "cat dog")]
    [InlineData("u.s.a", "usa")]
    [InlineData("state-of-the-art", "stateoftheart")]
    [InlineData("the", "")]
    public void Normalizes_answers_as_the_reference_does(string text, string expected) =>
        Assert.Equal(expected, AnswerText.Normalize(text));

    [Theory]
    [InlineData("the cat", "a cat", 1, 1.0)]
    [InlineData("new york city", "York, New", 0, 0.8)]
    [InlineData("", "the", 1, 0.0)]
    [InlineData("x x y", "x y y", 0, 0.66666667)]
    public void Scores_answers_as_the_reference_does(string prediction, string gold, double exact, double overlap)
    {
        Assert.Equal(exact, Score(new ExactMatch(), prediction, gold));
        Assert.Equal(overlap, Score(new AnswerF1(), prediction, gold), Digits);
    }

    [Theory]
    [InlineData("the cat sat on the mat", "the cat is on the mat", 0.83333333, 0.80000000)]
    [InlineData("a b c d", "d c b a", 0.25, 0.25)]
    [InlineData("the the the cat", "the cat the dog", 0.5, 0.4)]
    [InlineData(
        "police killed the gunman. the gunman fled",
        "the gunman was killed by police. he fled the city",
        0.70588235, 0.28571428)]
    public void Scores_summaries_as_both_versions_of_the_rouge_package_do(
        string prediction, string gold, double listed, double distinct)
    {
        // The reference values are given to eight places, cut and not rounded; its epsilon of 1e-8 is part of them.
        Assert.Equal(listed, Score(new RougeL(), prediction, gold), tolerance: 2e-8);
        Assert.Equal(distinct, Score(new RougeL(distinctWords: true), prediction, gold), tolerance: 2e-8);
    }

    private static double Score(ITaskMetric metric, string prediction, string gold) =>
        metric.Score([prediction], [[gold]]);
}
