using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class ClassificationF1Specs
{
    [Fact]
    public void Averages_F1_over_the_labels_of_answers_and_predictions()
    {
        // a: 2 right of 3 predicted and 2 true, F1 0.8; b: 1 of 1 and 2, F1 2/3; c is only predicted, F1 0.
        string[] predictions = ["a", "a", "a", "b", "c"];
        string[][] golds = [["a"], ["a"], ["b"], ["b"], ["d"]];

        // d is only true, F1 0.
        Assert.Equal((0.8 + 2.0 / 3 + 0 + 0) / 4, new ClassificationF1().Score(predictions, golds), 12);
    }

    [Fact]
    public void Compares_exact_strings_with_the_first_answer_only()
    {
        Assert.Equal(0, new ClassificationF1().Score(["Yes"], [["yes", "Yes"]]));
        Assert.Equal(1, new ClassificationF1().Score(["yes"], [["yes", "no"]]));
    }

    [Fact]
    public void Has_no_scores_of_rows() => Assert.Null(new ClassificationF1().RowScores(["a"], [["a"]]));
}
