using Moe.Model.Evaluation;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class MetricsSpecs
{
    [Fact]
    public void Finds_every_metric_of_the_paper_by_its_name()
    {
        string[] names = ["ACC", "EM", "EM-raw", "Classification-F1", "QA-F1", "Rouge-L", "Pearson", "Matthews"];

        Assert.Equal(names, Metrics.Names);
        Assert.Equal(names, names.Select(name => Metrics.ByName(name).Name));
    }

    [Fact]
    public void Scores_perfect_predictions_with_1_by_every_metric()
    {
        string[] texts = ["1", "2"];
        foreach (var name in Metrics.Names.Except(["Matthews"]))
            Assert.Equal(1, Metrics.ByName(name).Score(texts, [["1"], ["2"]]), tolerance: 1e-7);
    }

    [Fact]
    public void Lists_the_known_names_when_it_refuses_one()
    {
        var failure = Assert.Throws<DataException>(() => Metrics.ByName("BLEU"));
        Assert.Contains("'BLEU'", failure.Message);
        Assert.Contains("Rouge-L", failure.Message);
    }
}
