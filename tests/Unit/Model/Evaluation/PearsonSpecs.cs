using Moe.Model.Evaluation;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class PearsonSpecs
{
    [Fact]
    public void Is_the_correlation_of_the_numbers()
    {
        string[][] golds = [["1"], ["2"], ["3"], ["4"]];

        Assert.Equal(1, new Pearson().Score(["2", "4.0", "6", "8e0"], golds), 12);
        Assert.Equal(-1, new Pearson().Score(["4", "3", "2", "1"], golds), 12);
        // Sums of products by hand: 4 / sqrt(5 * 5).
        Assert.Equal(0.8, new Pearson().Score(["2", "1", "3", "4"], golds), 12);
    }

    [Theory]
    [InlineData("no number")]
    [InlineData("")]
    [InlineData("3,5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Counts_a_prediction_that_is_no_number_as_3(string text)
    {
        string[][] golds = [["1"], ["2"], ["5"]];

        Assert.Equal(new Pearson().Score(["1", "3.0", "4"], golds), new Pearson().Score(["1", text, "4"], golds));
    }

    [Fact]
    public void Is_not_a_number_when_either_side_is_constant()
    {
        Assert.Equal(double.NaN, new Pearson().Score(["1", "1"], [["1"], ["2"]]));
        Assert.Equal(double.NaN, new Pearson().Score(["1", "2"], [["4"], ["4"]]));
    }

    [Fact]
    public void Refuses_an_answer_that_is_no_number()
    {
        var failure = Assert.Throws<DataException>(() => new Pearson().Score(["1", "2"], [["1"], ["good"]]));
        Assert.Contains("row 1", failure.Message);
        Assert.Contains("'good'", failure.Message);
    }
}
