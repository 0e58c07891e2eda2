using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Moe.Unit.Specs.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Batches;

public sealed class GymContentSpecs : IDisposable
{
    private static readonly CurriculumSettings Settings = new() { GymFolder = "unread", Split = "random", Sample = "16_13" };
    private readonly GymFolder folder = new();

    public GymContentSpecs()
    {
        foreach (var task in new[] { "colour", "shape" })
        {
            folder.Split(task, "16", 13, "a\tb\n", "c\td\n", "e\tf\n");
            folder.Split(task, "16", 21, "g\th\n", "i\tj\n", "k\tl\n");
        }
        folder.Split("unused", "16", 13, "a\tb\n", "c\td\n", "e\tf\n");
        WriteSplit("colour", "shape");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Is_the_same_for_a_gym_whose_read_files_are_the_same()
    {
        var before = Content();

        File.AppendAllText(At("unused", 13, "train"), "x\ty\n");
        File.AppendAllText(At("colour", 21, "train"), "x\ty\n");

        Assert.Equal(["colour", "shape"], before.Keys.Order());
        Assert.Equal(before, Content());
        GymContent.Require(before, Content(), folder.Root);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("dev")]
    [InlineData("test")]
    public void Refuses_a_gym_in_which_a_file_that_the_run_reads_has_changed_and_names_the_task(string part)
    {
        var before = Content();
        File.AppendAllText(At("shape", 13, part), "x\ty\n");

        var refusal = Assert.Throws<DataException>(() => GymContent.Require(before, Content(), folder.Root));

        Assert.Contains(folder.Root, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("with other rows: shape.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("colour", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sees_a_row_that_moves_from_one_file_to_the_next()
    {
        var before = Content();
        File.WriteAllText(At("shape", 13, "train"), "");
        File.WriteAllText(At("shape", 13, "dev"), "a\tb\nc\td\n");

        Assert.NotEqual(before["shape"], Content()["shape"]);
    }

    [Fact]
    public void Names_tasks_that_came_and_went()
    {
        var before = Content();
        WriteSplit("colour", "unused");

        var refusal = Assert.Throws<DataException>(() => GymContent.Require(before, Content(), folder.Root));

        Assert.Contains("missing: shape; added: unused.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_nothing_of_a_checkpoint_that_kept_no_content() =>
        GymContent.Require(new Dictionary<string, string>(), Content(), folder.Root);

    private IReadOnlyDictionary<string, string> Content() => GymContent.Of(TaskGym.Open(folder.Root), Settings);

    private string At(string task, int seed, string part) => Path.Combine(folder.Root, task, $"{task}_16_{seed}_{part}.tsv");

    private void WriteSplit(params string[] train)
    {
        Directory.CreateDirectory(Path.Combine(folder.Root, "splits"));
        File.WriteAllText(Path.Combine(folder.Root, "splits", "random.json"),
            $$"""{ "train": ["{{string.Join("\", \"", train)}}"], "dev": [], "test": [] }""");
    }
}
