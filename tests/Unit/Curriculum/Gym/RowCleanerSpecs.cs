using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Building;
using Moe.Curriculum.Gym.Tasks;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class RowCleanerSpecs
{
    [Fact]
    public void White_space_collapses_and_tabs_go() =>
        Assert.Equal("a b c", Assert.Single(Clean(new TaskRow(" a\t b\n\u00A0c ", "x"))).Input);

    [Fact]
    public void Answers_of_the_same_input_are_joined_without_repeats()
    {
        CleanRow row = Assert.Single(
            Clean(new TaskRow("Word", "one"), new TaskRow("word", "two"), new TaskRow("word", "one")));
        Assert.Equal(["one", "two"], row.Outputs);
    }

    [Fact]
    public void A_classification_input_with_two_labels_is_dropped()
    {
        List<CleanRow> rows = RowCleaner.Clean(
            Recipe(TaskCategories.Classification),
            [new TaskRow("a", "yes"), new TaskRow("a", "no"), new TaskRow("b", "yes"), new TaskRow("b", "yes")]);
        Assert.Equal("b", Assert.Single(rows).Input);
    }

    [Fact]
    public void Over_long_damaged_and_empty_rows_are_dropped() =>
        Assert.Empty(Clean(
            new TaskRow(string.Join(' ', Enumerable.Repeat("word", 49)), "x"),
            new TaskRow(new string('w', 321), "x"),
            new TaskRow("lost \uFFFD byte", "x"),
            new TaskRow("bell \a", "x"),
            new TaskRow(" ", "x"),
            new TaskRow("no output", " ")));

    [Fact]
    public void Offensive_rows_are_dropped_and_words_that_only_hold_such_letters_stay()
    {
        string offensive = new([.. "onfgneqf".Select(letter => (char)('a' + (letter - 'a' + 13) % 26))]);
        Assert.Empty(Clean(new TaskRow($"you {offensive.ToUpperInvariant()}!", "x")));
        Assert.Equal(
            3, Clean(new TaskRow("Scunthorpe", "x"), new TaskRow("assess", "x"), new TaskRow("a class", "x")).Count);
    }

    [Fact]
    public void Addresses_and_long_numbers_of_messages_are_masked()
    {
        List<CleanRow> rows = RowCleaner.Clean(
            Recipe(TaskCategories.Classification) with { MasksAddresses = true },
            [new TaskRow("mail me at jo . doe @ enron . com or call 0800-555 1234 by 10.30", "spam")]);
        Assert.DoesNotContain("enron", rows[0].Input);
        Assert.DoesNotContain("555", rows[0].Input);
        Assert.Contains("(number)", rows[0].Input);
        Assert.Contains("10.30", rows[0].Input);
    }

    [Fact]
    public void The_order_of_the_source_plays_no_part()
    {
        TaskRow[] rows = [.. Enumerable.Range(0, 20).Select(number => new TaskRow($"row {number}", "x"))];
        Assert.Equal(Clean(rows).Select(row => row.Input), Clean([.. rows.Reverse()]).Select(row => row.Input));
    }

    private static List<CleanRow> Clean(params TaskRow[] rows) =>
        RowCleaner.Clean(Recipe(TaskCategories.Lexical), rows);

    private static TaskRecipe Recipe(string category) =>
        new("task", category, "sub", MetricNames.ExactMatch, "", [], _ => []);
}
