using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Building;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class RowDivisionSpecs
{
    [Fact]
    public void About_15_percent_of_rows_are_test_and_15_dev()
    {
        DividedRows divided = RowDivision.Divide(Rows(2000));
        Assert.InRange(divided.Test.Count, 250, 350);
        Assert.InRange(divided.Dev.Count, 250, 350);
        Assert.Equal(2000, divided.Train.Count + divided.Dev.Count + divided.Test.Count);
    }

    [Fact]
    public void A_key_is_on_the_same_side_whatever_other_rows_there_are()
    {
        HashSet<string> testOfMany = [.. RowDivision.Divide(Rows(500)).Test.Select(row => row.Input)];
        HashSet<string> testOfFew = [.. RowDivision.Divide(Rows(100)).Test.Select(row => row.Input)];
        Assert.Subset(testOfMany, testOfFew);
    }

    [Fact]
    public void Labels_take_turns_until_they_run_out()
    {
        List<CleanRow> rows = [.. Enumerable.Range(0, 9).Select(number => Row($"c{number}", "common"))];
        rows.Add(Row("r", "rare"));
        List<CleanRow> taken = RowDivision.Take(rows, 4, byLabel: true);
        Assert.Equal(["c0", "r", "c1", "c2"], taken.Select(row => row.Input));
        Assert.Equal(["c0", "c1", "c2", "c3"], RowDivision.Take(rows, 4, byLabel: false).Select(row => row.Input));
    }

    [Fact]
    public void Draws_k_of_each_label_and_the_same_ones_for_the_same_purpose()
    {
        List<CleanRow> rows =
            [.. Enumerable.Range(0, 40).Select(number => Row($"{number}", number % 2 == 0 ? "even" : "odd"))];
        List<CleanRow> drawn = RowDivision.Draw(rows, 3, ofEachLabel: true, "task_16_13/train");
        Assert.Equal(["even", "even", "even", "odd", "odd", "odd"], drawn.Select(row => row.Output));
        Assert.Equal(drawn, RowDivision.Draw(rows, 3, ofEachLabel: true, "task_16_13/train"));
        Assert.NotEqual(drawn, RowDivision.Draw(rows, 3, ofEachLabel: true, "task_16_21/train"));
    }

    private static List<CleanRow> Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Row($"row {number}", "x"))];

    private static CleanRow Row(string input, string output) => new(input, [output], DeterministicRandom.Hash(input));
}
