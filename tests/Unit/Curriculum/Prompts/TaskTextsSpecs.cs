using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Model.Failures;
using Moe.Specs;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Prompts;

public sealed class TaskTextsSpecs : IDisposable
{
    private const string Prompts = """
        {
          "mail": { "choices": { "ham": "wanted", "spam": "unwanted" }, "templates": ["Is this {choices}? {input}", "{input} This is"] },
          "span": { "templates": ["{part1} Name it: {part2}"] }
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_template_takes_the_rows_input_and_the_choices_words()
    {
        Example row = new("mail", "buy now", ["spam"]);

        Assert.Equal(" Is this wanted or unwanted? buy now", Texts().Input(row));
        Assert.Equal(" buy now This is", Texts().Input(row, 1));
        Assert.Equal(["unwanted"], Texts().Outputs(row));
    }

    [Fact]
    public void Parts_of_an_input_have_places_of_their_own() =>
        Assert.Equal(" a sky Name it: colour?", Texts().Input(new Example("span", "a sky | colour?", ["blue"])));

    [Fact]
    public void Braces_within_a_row_are_text() =>
        Assert.Equal(" Is this wanted or unwanted? {input} {choices}", Texts().Input(new Example("mail", "{input} {choices}", ["ham"])));

    [Fact]
    public void Without_prompts_an_input_begins_with_the_tasks_name()
    {
        Example row = new("mail", "hello", ["ham"]);

        Assert.Equal(" [mail] hello", TaskTexts.Named.Input(row));
        Assert.Equal(["ham"], TaskTexts.Named.Outputs(row));
    }

    [Fact]
    public void Training_rows_that_take_turns_between_two_labels_still_see_every_template_with_each()
    {
        Example[] rows = [.. Enumerable.Range(0, 100).Select(i => new Example("mail", $"{i}", [i % 2 == 0 ? "ham" : "spam"]))];

        var seen = rows.Index().Select(row => (row.Item.Output, row.Item.Input, Text: Texts().TrainingInput(row.Item, row.Index)))
            .Select(row => (row.Output, IsQuestion: row.Text.StartsWith(" Is", StringComparison.Ordinal))).GroupBy(row => row);

        Assert.Equal(4, seen.Count());
        Assert.All(seen, group => Assert.InRange(group.Count(), 10, 40));
    }

    [Theory]
    [InlineData("""{ "mail": { "templates": [] } }""", "at least one template")]
    [InlineData("""{ "mail": { "templates": ["no place"] } }""", "{input}")]
    [InlineData("""{ "mail": { "template": ["{input}"] } }""", "`template`")]
    [InlineData("""{ "mail": { "templates": ["{input}"], "choices": { "ham": "" } } }""", "mail.choices.ham")]
    [InlineData("""[]""", "expected an object")]
    public void Refuses_a_file_that_cannot_be_used(string content, string told) =>
        Assert.Contains(told, Assert.Throws<DataException>(() => PromptFile.Read(folder.Write("bad.json", content))).Message);

    [Fact]
    public void Names_the_task_that_has_no_prompts() =>
        Assert.Contains("'other'", Assert.Throws<DataException>(() => Texts().Input(new Example("other", "x", ["y"]))).Message);

    private TaskTexts Texts() => TaskTexts.From(folder.Write("prompts.json", Prompts));
}
