using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class TaskFileReaderSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_input_and_all_answers()
    {
        Example row = Assert.Single(Read("a b\tone\ttwo\n"));
        Assert.Equal("a b", row.Input);
        Assert.Equal(["one", "two"], row.Outputs);
        Assert.Equal("task", row.Task);
    }

    [Fact]
    public void The_last_line_needs_no_line_end() => Assert.Equal(2, Read("a\t1\nb\t2").Count);

    [Fact]
    public void Carriage_returns_and_a_byte_order_mark_are_dropped()
    {
        IReadOnlyList<Example> rows = Read("\uFEFFa\t1\r\nb\t2\r\n");
        Assert.Equal(["a", "b"], rows.Select(row => row.Input));
        Assert.Equal(["1", "2"], rows.Select(row => row.Output));
    }

    [Fact]
    public void Empty_answers_between_tabs_are_dropped() => Assert.Equal(["x", "y"], Read("a\tx\t\ty\t\n")[0].Outputs);

    [Fact]
    public void Line_separators_that_are_no_line_feed_stay_inside_the_row() =>
        Assert.Equal("a\u0085b\u2028c", Read("a\u0085b\u2028c\t1\n")[0].Input);

    [Theory]
    [InlineData("good\t1\n\nx\t2\n", 2, "empty")]
    [InlineData("no tab here\n", 1, "no tab")]
    [InlineData("good\t1\n\tanswer\n", 2, "input")]
    [InlineData("good\t1\nquestion\t\n", 2, "no answer")]
    [InlineData("good\t1\nquestion\t \t\n", 2, "no answer")]
    public void A_bad_row_is_refused_with_file_line_and_mend(string text, int line, string what)
    {
        DataException refused = Assert.Throws<DataException>(() => Read(text));
        Assert.Contains($"rows.tsv:{line}:", refused.Message);
        Assert.Contains(what, refused.Message);
        Assert.Contains("cluster data check", refused.Message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_bad_row()
    {
        _folder.File("rows.tsv", [.. "caf"u8, 0xE9, .. "\tyes\n"u8]);
        DataException refused = Assert.Throws<DataException>(() => TaskFileReader.Read(_folder["rows.tsv"], "task"));
        Assert.Contains("rows.tsv:1:", refused.Message);
        Assert.Contains("UTF-8", refused.Message);
        Assert.Contains("iconv", refused.Message);
    }

    [Fact]
    public void A_file_without_rows_or_no_file_is_refused()
    {
        Assert.Contains("no row", Assert.Throws<DataException>(() => Read("")).Message);
        string missing = _folder["missing.tsv"];
        Assert.Contains(missing, Assert.Throws<DataException>(() => TaskFileReader.Read(missing, "task")).Message);
    }

    [Fact]
    public void Collecting_steps_over_bad_rows_and_says_what_they_were()
    {
        _folder.File("rows.tsv", "a\t1\nbad\nb\t2\n\nc\t3\n");
        List<RowProblem> problems = [];
        IReadOnlyList<Example> rows = TaskFileReader.Collect(_folder["rows.tsv"], "task", problems);
        Assert.Equal(["a", "b", "c"], rows.Select(row => row.Input));
        Assert.Equal([2, 4], problems.Select(problem => problem.Line));
    }

    private IReadOnlyList<Example> Read(string text)
    {
        _folder.File("rows.tsv", text);
        return TaskFileReader.Read(_folder["rows.tsv"], "task");
    }
}
