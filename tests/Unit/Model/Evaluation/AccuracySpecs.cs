using Moe.Model.Evaluation;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class AccuracySpecs
{
    [Fact]
    public void Ignores_case_and_nothing_else()
    {
        string[] predictions = ["Yes", "ÉCOLE", "yes.", " yes", "no"];
        string[][] golds = [["yes"], ["école"], ["yes"], ["yes"], ["maybe", "NO"]];

        Assert.Equal([1.0, 1, 0, 0, 1], new Accuracy().RowScores(predictions, golds));
        Assert.Equal(0.6, new Accuracy().Score(predictions, golds));
    }

    [Fact]
    public void Refuses_rows_that_cannot_be_scored()
    {
        ITaskMetric metric = new Accuracy();

        Assert.Contains("0 predictions", Assert.Throws<DataException>(() => metric.Score([], [])).Message);
        Assert.Contains("1 rows", Assert.Throws<DataException>(() => metric.Score(["a", "b"], [["a"]])).Message);
        var failure = Assert.Throws<DataException>(() => metric.RowScores(["a", "b"], [["a"], []]));
        Assert.Contains("row 1", failure.Message);
    }
}
