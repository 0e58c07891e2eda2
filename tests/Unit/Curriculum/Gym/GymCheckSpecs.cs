using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Checking;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class GymCheckSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public GymCheckSpecs()
    {
        _folder.Split("ag_news", "16", 13, "a\tworld\nb\tsport\n", "c\tworld\nd\tsport\n", "e\tworld\nf\tsport\n");
        _folder.Split("ag_news", "16", 21, "b\tsport\na\tworld\n", "d\tsport\nc\tworld\n", "e\tworld\nf\tsport\n");
        _folder.File("ontology.json", """{ "classification": { "topic": ["ag_news"] } }""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_gym_has_no_findings()
    {
        GymCheckResult result = Check();
        Assert.Empty(result.Findings);
        Assert.Equal((1, 6, 12), (result.Tasks, result.Files, result.Rows));
    }

    [Theory]
    [InlineData("a\tworld\nno tab\nb\tsport\n", 2, "no tab")]
    [InlineData("a\tworld\n\nb\tsport\n", 2, "empty")]
    [InlineData("a\tworld\nb\t\n", 2, "no answer")]
    [InlineData("a\tworld\n\tsport\nb\tsport\n", 2, "input")]
    public void A_bad_row_is_an_error_with_file_and_line(string train, int line, string expected)
    {
        _folder.File("ag_news/ag_news_16_13_train.tsv", train);
        GymFinding finding = Assert.Single(Check().Findings);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Equal(_folder["ag_news/ag_news_16_13_train.tsv"], finding.File);
        Assert.Equal(line, finding.Line);
        Assert.Contains(expected, finding.Message);
    }

    [Fact]
    public void It_does_not_stop_at_the_first_bad_row()
    {
        _folder.File("ag_news/ag_news_16_13_train.tsv", "bad\na\tworld\nbad too\nb\tsport\n\n");
        Assert.Equal([1, 3, 5], Check().Findings.Select(finding => finding.Line));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error()
    {
        _folder.File("ag_news/ag_news_16_13_train.tsv", [.. "a\tworld\nb"u8, 0xFF, .. "\tsport\n"u8]);
        Expect(FindingSeverity.Error, "ag_news_16_13_train.tsv", 2, "UTF-8");
    }

    [Fact]
    public void A_missing_part_is_an_error()
    {
        File.Delete(_folder["ag_news/ag_news_16_21_dev.tsv"]);
        Expect(FindingSeverity.Error, "ag_news_16_21_dev.tsv", 0, "missing");
    }

    [Fact]
    public void A_file_without_rows_is_an_error()
    {
        _folder.File("ag_news/ag_news_16_13_dev.tsv", "");
        Expect(FindingSeverity.Error, "ag_news_16_13_dev.tsv", 0, "no good row");
    }

    [Fact]
    public void A_test_row_in_a_train_file_of_any_seed_is_an_error()
    {
        _folder.File("ag_news/ag_news_16_21_train.tsv", "b\tsport\nA\tworld\nF \tsport\n");
        Expect(FindingSeverity.Error, "ag_news_16_13_test.tsv", 2, "ag_news_16_21_train.tsv:3");
    }

    [Fact]
    public void A_dev_row_in_the_train_file_of_its_drawing_is_a_warning()
    {
        _folder.File("ag_news/ag_news_16_13_dev.tsv", "c\tworld\nb\tsport\n");
        Expect(FindingSeverity.Warning, "ag_news_16_13_dev.tsv", 2, "dev row");
    }

    [Fact]
    public void Repeated_rows_and_contradicting_rows_are_warnings()
    {
        _folder.File("ag_news/ag_news_16_13_train.tsv", "a\tworld\nb\tsport\na\tworld\nb\tworld\n");
        GymCheckResult result = Check();
        Assert.Equal(2, result.Warnings);
        Assert.Contains(result.Findings, finding => finding.Line == 3 && finding.Message.Contains("repeats line 1"));
        Assert.Contains(result.Findings, finding => finding.Line == 4 && finding.Message.Contains("another answer"));
    }

    [Fact]
    public void Unequal_test_files_are_a_warning()
    {
        _folder.File("ag_news/ag_news_16_21_test.tsv", "e\tworld\ng\tsport\n");
        Expect(FindingSeverity.Warning, "ag_news_16_21_test.tsv", 0, "same for all seeds");
    }

    [Fact]
    public void A_label_no_train_file_has_is_a_warning()
    {
        foreach (int seed in new[] { 13, 21 })
            _folder.File($"ag_news/ag_news_16_{seed}_test.tsv", "e\tworld\nf\tsports\n");
        Expect(FindingSeverity.Warning, "ag_news_16_13_test.tsv", 2, "sports");
    }

    [Fact]
    public void Byte_order_mark_carriage_returns_and_lost_characters_are_warnings()
    {
        _folder.File("ag_news/ag_news_16_13_train.tsv", "\uFEFFa\tworld\r\nb \uFFFD\tsport\r\n");
        GymCheckResult result = Check();
        Assert.Equal(0, result.Errors);
        Assert.Contains(result.Findings, finding => finding.Message.Contains("byte order mark"));
        Assert.Contains(result.Findings, finding => finding.Message.Contains("carriage return"));
        Assert.Contains(result.Findings, finding => finding.Line == 2 && finding.Message.Contains("U+FFFD"));
    }

    [Fact]
    public void Unknown_tasks_in_splits_ontology_and_manifest_are_found()
    {
        _folder.File("splits/random.json", """{ "train": ["ag_newz"], "dev": ["ag_news"], "test": ["ag_news"] }""");
        _folder.File("ontology.json", """{ "classification": { "topic": ["ag_news", "trec"] } }""");
        _folder.File("gym.json", """{ "format": 1, "tasks": [{ "name": "gone", "metric": "EM" }] }""");
        GymCheckResult result = Check();
        Assert.Equal(2, result.Errors);
        Assert.Equal(2, result.Warnings);
        foreach (string text in new[] { "`ag_newz`, which the gym has not (nearest: ag_news)", "trec", "once", "gone" })
            Assert.Contains(result.Findings, finding => finding.Message.Contains(text));
    }

    [Fact]
    public void Malformed_JSON_is_an_error_and_the_rest_is_still_checked()
    {
        _folder.File("splits/random.json", "{");
        _folder.File("ontology.json", "[]");
        _folder.File("metrics.json", "{ \"ag_news\": 3 }");
        _folder.File("ag_news/ag_news_16_13_train.tsv", "bad\na\tworld\nb\tsport\n");
        GymCheckResult result = Check();
        foreach (string file in new[] { "random.json", "ontology.json", "metrics.json", "_train.tsv" })
            Assert.Contains(result.Findings, finding => finding.File.EndsWith(file));
    }

    [Fact]
    public void Files_with_other_names_or_in_the_wrong_folder_are_found()
    {
        _folder.File("ag_news/notes.tsv", "x\ty\n");
        _folder.File("ag_news/trec_16_13_train.tsv", "x\ty\n");
        IReadOnlyList<GymFinding> findings = Check().Findings;
        Assert.Equal(["notes.tsv", "trec_16_13_train.tsv"], findings.Select(finding => Path.GetFileName(finding.File)));
        Assert.Equal([FindingSeverity.Warning, FindingSeverity.Error], findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void A_task_without_a_seed_that_others_have_is_a_warning()
    {
        _folder.Split("trec", "16", 13, "a\tx\n", "b\tx\n", "c\tx\n");
        _folder.File("ontology.json", """{ "classification": { "topic": ["ag_news", "trec"] } }""");
        Expect(FindingSeverity.Warning, "trec", 0, "seed 21");
    }

    [Fact]
    public void A_missing_or_empty_folder_is_an_error_and_not_a_crash()
    {
        Assert.Equal(1, GymCheck.Run(_folder["nowhere"]).Errors);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal(1, GymCheck.Run(_folder["empty"]).Errors);
    }

    private GymCheckResult Check() => GymCheck.Run(_folder.Root);

    private void Expect(FindingSeverity severity, string file, int line, string text)
    {
        GymFinding finding = Assert.Single(Check().Findings);
        Assert.Equal(severity, finding.Severity);
        Assert.EndsWith(file, finding.File);
        Assert.Equal(line, finding.Line);
        Assert.Contains(text, finding.Message);
    }
}
