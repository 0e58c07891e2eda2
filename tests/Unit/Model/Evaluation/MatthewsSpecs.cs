using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class MatthewsSpecs
{
    private const string Yes = "acceptable", No = "unacceptable";

    [Fact]
    public void Follows_the_formula_on_a_table_of_four()
    {
        // 3 true positives, 2 true negatives, 1 false positive, 2 false negatives.
        string[] predictions = [Yes, Yes, Yes, No, "anything", Yes, No, ""];
        string[][] golds = [[Yes], [Yes], [Yes], [No], [No], [No], [Yes], [Yes]];

        Assert.Equal((3 * 2 - 1 * 2) / Math.Sqrt(4 * 5 * 3 * 4), new Matthews().Score(predictions, golds), 12);
    }

    [Fact]
    public void Is_1_when_all_is_right_and_minus_1_when_all_is_wrong()
    {
        Assert.Equal(1, new Matthews().Score([Yes, No], [[Yes], [No]]));
        Assert.Equal(-1, new Matthews().Score([No, Yes], [[Yes], [No]]));
    }

    [Fact]
    public void Is_0_where_it_is_not_defined() => Assert.Equal(0, new Matthews().Score([Yes, Yes], [[Yes], [No]]));

    [Fact]
    public void Takes_another_text_for_the_positive_class() =>
        Assert.Equal(1, new Matthews(positive: "true").Score(["true", "x"], [["true"], ["y"]]));
}
